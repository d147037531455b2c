/** Everything a person can read in a message or a modal, as one string: for the ledger and for canaries. */
import type { APIMessage } from 'discord-api-types/v10';
import { isRecord } from './json.ts';
import type { Json } from './types.ts';

const readableKeys = ['content', 'label', 'placeholder', 'description', 'title', 'name', 'value'] as const;
const nested = ['components', 'component', 'accessory', 'options', 'items'] as const;

/** The readable strings of a component and all within it. */
export function componentTexts(component: unknown): readonly string[] {
  if (!isRecord(component)) return [];
  const own = readableKeys
    .filter((key) => key !== 'value' || component['type'] === 4)
    .map((key) => component[key])
    .filter((text): text is string => typeof text === 'string' && text !== '');
  const within = nested.flatMap((key) => {
    const inner = component[key];
    return (Array.isArray(inner) ? inner : [inner]).flatMap(componentTexts);
  });
  return [...own, ...within];
}

function embedTexts(embed: Json): readonly string[] {
  const fields = Array.isArray(embed['fields']) ? embed['fields'].filter(isRecord) : [];
  const footer = isRecord(embed['footer']) ? embed['footer']['text'] : undefined;
  const author = isRecord(embed['author']) ? embed['author']['name'] : undefined;
  return [
    author,
    embed['title'],
    embed['description'],
    embed['url'],
    ...fields.flatMap((field) => [field['name'], field['value']]),
    footer,
  ].filter((text): text is string => typeof text === 'string' && text !== '');
}

export function messageText(message: APIMessage): string {
  return [
    message.content,
    ...message.embeds.flatMap((embed) => embedTexts(embed as Json)),
    ...(message.components ?? []).flatMap(componentTexts),
    ...message.attachments.flatMap((file) => [file.filename, file.description ?? '']),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
