/** The one list of what the app needs from Slack; docs/slack-manifest.json is written from it. */

/** Without this the desk could say nothing to anybody: start refuses, by name. */
export const REQUIRED_SCOPES = ['chat:write'] as const;

/** What is lost without each of the others. */
export const OPTIONAL_SCOPES: Readonly<Record<string, string>> = {
  'app_mentions:read': "the bot's name is heard only in channels whose messages it may read",
  'assistant:write':
    "in Slack's assistant container there are no prompts, no titles, and no line that says that work is done",
  'channels:history': 'what is written in threads of public channels is not heard',
  'channels:read': "a public agents' channel is not found by its name",
  'chat:write.customize': 'mirrored messages show their writer as a bold first line, not as their author',
  'files:read': 'files that people attach are not copied to the other places of a ticket, and they are told so',
  'files:write':
    'files from elsewhere do not arrive in Slack, and both sides are told so; reports come without their picture',
  'groups:history': "private channels are not heard, so the agents' channel must be public",
  commands: 'there is no /ticket and no /desk, and there are no shortcuts',
  'groups:read': "a private agents' channel is not found by its name",
  'im:history': 'direct messages to the bot are not heard',
  'im:write': 'people cannot be written to before they have written to the bot',
  'reactions:read': 'an emoji on a message opens no ticket',
  'usergroups:read':
    'a group that only agents are in is not known when it is mentioned, so what mentions it is not held back',
  'users:read': 'people are known by their ids, without name, picture and language',
};

export const BOT_SCOPES: readonly string[] = [...REQUIRED_SCOPES, ...Object.keys(OPTIONAL_SCOPES)].sort();

export const BOT_EVENTS: readonly string[] = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'assistant_thread_context_changed',
  'assistant_thread_started',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'tokens_revoked',
];

/** The ids of the shortcuts, from anywhere and from a message. */
export const SHORTCUTS = { global: 'desk:open', message: 'desk:open-from-message' } as const;

/** About the desk as a whole. */
export const DESK_COMMAND = '/desk';

export const manifest = (command = '/ticket') => ({
  display_information: {
    name: 'Deskbell',
    description: 'The service desk in your chat: raise, follow and answer tickets without leaving it.',
    background_color: '#1f2937',
  },
  features: {
    assistant_view: { assistant_description: 'Raise a ticket, or ask how yours are doing.' },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    shortcuts: [
      {
        name: 'Open a ticket',
        type: 'global',
        callback_id: SHORTCUTS.global,
        description: 'Something is broken, or you need something',
      },
      {
        name: 'Open a ticket from this',
        type: 'message',
        callback_id: SHORTCUTS.message,
        description: 'For whoever wrote this message',
      },
    ],
    bot_user: { display_name: 'Deskbell', always_online: true },
    slash_commands: [
      {
        command,
        description: 'Open a ticket, or see how yours are doing',
        usage_hint: 'what is wrong · status · list · mine · help · link',
        should_escape: true,
      },
      {
        command: DESK_COMMAND,
        description: 'What the service desk is worth, for those who lead it',
        usage_hint: 'report · report last month · report 2026-10 Mail',
        should_escape: true,
      },
    ],
  },
  oauth_config: { scopes: { bot: BOT_SCOPES } },
  settings: {
    event_subscriptions: { bot_events: BOT_EVENTS },
    interactivity: { is_enabled: true },
    org_deploy_enabled: false,
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  },
});
