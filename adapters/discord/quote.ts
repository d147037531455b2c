/** A ticket made of somebody's message: what the form says of it, and whether it still says so when it is sent. Pure. */
import type { APIMessage } from 'discord.js';
import type { Address, Quoted } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { filesOf } from './files.ts';
import { remoteOf } from './ids.ts';
import { firstLine, type Names, plainName, plainPortable } from './markdown.ts';
import { messageKey, messageText } from './read.ts';
import { versionOf } from './revisions.ts';
import { clip } from './split.ts';

const SUBJECT = 150;

/** The message as the params of a ticket; one without words is called as its files are. */
export function quote(message: APIMessage, names: Names): Raw {
  const named = filesOf(message).map(({ name }) => plainPortable(plainName(name)));
  const text = messageText(message, names) || named.join('\n');
  const subject = clip(firstLine(text), SUBJECT);
  return { ...(subject === '' ? {} : { subject }), ...(text === subject ? {} : { description: text }) };
}

/** The message, if the params are its words and nothing else: whoever sent them has changed nothing. */
export function quotedIn(params: Raw, message: APIMessage, names: Names, at: Address): Quoted | undefined {
  const words = quote(message, names);
  const same = (['subject', 'description'] as const).every((name) => plain(params[name]) === plain(words[name]));
  if (!same) return undefined;
  const { channel_id: channel, id } = message;
  const version = versionOf(message);
  return {
    key: messageKey(channel, id),
    remote: remoteOf(channel, id),
    address: at,
    ...(version === undefined ? {} : { version }),
  };
}

/** What a modal does to a text: line ends, white space at its ends, and on one line no line ends. */
const plain = (text = ''): string => text.replace(/\s*\r?\n\s*/g, '\n').trim();
