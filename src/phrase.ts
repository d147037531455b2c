/**
 * Words that an adapter needs before it can reach the desk, or when it cannot: `unavailable` (try again in a moment),
 * `failed` (our mistake; nothing was changed), `stale button` (not signed by us or from another place), `unreadable` (the
 * platform does not show the desk the message that a ticket was to be made of), `direct messages closed` (said where no
 * ticket may be spoken of), `working` (at most 50 characters after the desk's
 * name: it is at work), `managers only` (the panel is for who manages the server, in one of its channels), `picture sent`
 * (the picture of an answer is in their direct messages), `not installed` (nobody has installed the app here), and what a browser shows whoever
 * installs it: `installed`, `install refused` (they said no), `install expired` (the link was old, or used before),
 * `install failed`. For lists of commands, at most 100 characters: `about tickets`, `about desk` (what is about it as a whole),
 * `about panel` (buttons in a channel), `about panel text` (its words, if not the desk's). What became of such a panel:
 * `panel placed`, `panel changed`, `panel refused` (the desk may not write there).
 */
export type Phrase =
  | 'unavailable'
  | 'failed'
  | 'stale button'
  | 'unreadable'
  | 'direct messages closed'
  | 'working'
  | 'managers only'
  | 'picture sent'
  | 'not installed'
  | 'installed'
  | 'install refused'
  | 'install expired'
  | 'install failed'
  | 'about tickets'
  | 'about desk'
  | 'about panel'
  | 'about panel text'
  | 'panel placed'
  | 'panel changed'
  | 'panel refused';
