// What a chat makes a link, a mention or a picture of. Every part begins at a boundary or has bounded repetitions.
const LINKS = new RegExp(
  [
    '[a-z][a-z0-9+.-]{1,20}:\\/?\\/[^\\s<>()"]{1,2000}', // https://…
    '(?:mailto|tel|javascript|data):[^\\s<>()"]{1,2000}',
    '<[@#!][^\\s>]{1,200}>|<[^\\s>|]{1,2000}\\|[^>\\n]{0,200}>', // Slack's and Discord's own
    '@(?:everyone|here|channel)',
    '(?<![\\p{L}\\p{N}@.-])(?:[\\p{L}\\p{N}-]{1,63}\\.){1,8}\\p{L}{2,24}(?![\\p{L}\\p{N}])(?:\\/[^\\s<>()"]{0,2000})?', // example.com/…
  ].join('|'),
  'giu',
);
const MARKDOWN = /!?\[([^\]\n]{0,300})\]\([^)\s]{0,2000}\)/g;

/** A model's text without any link or mention that the people's own text does not have; `left` stands where one was. */
export function withoutForeignLinks(text: string, source: string, left = '…'): string {
  const own = source.toLowerCase();
  return text
    .replace(MARKDOWN, (link, label: string) => (own.includes(link.toLowerCase()) ? link : label))
    .replace(LINKS, (link) => (own.includes(link.toLowerCase().replace(/[.,;:!?]{1,5}$/, '')) ? link : left));
}
