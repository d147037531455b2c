/** Drawing one message. */
import { h, icon, timeOf } from './dom.js';
import { build, linked, parse } from './markdown.js';

const TINTS = 6;

/**
 * @param {object} entry a post, or a whisper with `whisper: true`
 * @param {(button: HTMLButtonElement, value: string) => void} press
 * @param {string} who reads it
 */
export function drawMessage(entry, press, who) {
  const by = entry.whisper ? { kind: 'desk', name: 'Deskbell' } : entry.by;
  return h(
    'article',
    { class: `message by-${by.kind}${entry.whisper ? ' whisper' : ''}`, 'aria-label': `${by.name}` },
    avatar(by),
    h(
      'div',
      { class: 'said' },
      entry.whisper && onlyYou(),
      h(
        'header',
        {},
        h('strong', { class: 'name' }, by.name),
        by.kind === 'desk' && h('span', { class: 'badge' }, 'app'),
        by.kind === 'mirrored' && h('span', { class: 'via' }, 'via Deskbell'),
        timeOf(entry.at),
        entry.edited && !entry.gone && by.kind !== 'desk' && h('span', { class: 'via' }, 'edited'),
        entry.pending && h('span', { class: 'via pending' }, 'on its way'),
      ),
      drawContent(entry, press),
      ...(entry.files ?? []).map((file) => drawFile(file, who)),
    ),
  );
}

function onlyYou() {
  const dismiss = h('button', { type: 'button' }, 'Dismiss');
  // The drawing goes, the message stays known: it will not come back with the next full state.
  dismiss.addEventListener('click', () => {
    dismiss.closest('.feed').focus({ preventScroll: true });
    dismiss.closest('li').remove();
  });
  return h('div', { class: 'only-you' }, icon('eye'), h('span', {}, 'Only you can see this'), dismiss);
}

/** The words of a message, for somebody who hears the page. */
export const spokenText = ({ content, files = [] }) =>
  [
    ...content.lines.flatMap((line) =>
      line.kind === 'fields' ? line.fields.map(({ label, value }) => `${label}: ${value}`) : line.text,
    ),
    ...files.map(({ name, alt }) => alt ?? `File: ${name}`),
  ].join('. ');

/** To be saved, never opened in the page: the server says the same. What the desk has drawn is shown. */
function drawFile({ id, name, bytes, alt }, who) {
  const href = `file/${id}?${new URLSearchParams({ who })}`;
  if (alt !== undefined)
    return h('a', { class: 'picture', href, target: '_blank' }, h('img', { src: href, alt, loading: 'lazy' }));
  return h(
    'a',
    { class: 'file', href, download: name },
    icon('clip'),
    h('span', { class: 'file-name' }, name),
    h('span', { class: 'hint' }, sizeOf(bytes)),
  );
}

const sizeOf = (bytes) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1).replace('.0', '')} MB`;

function drawContent({ content, title }, press) {
  const card = title !== undefined || content.lines.some(({ kind }) => kind === 'fields');
  const body = h(
    'div',
    { class: card ? 'content card' : 'content' },
    ...content.lines.map((line) => drawLine(line, press)),
  );
  const buttons = content.buttons ?? [];
  if (buttons.length > 0) body.append(h('div', { class: 'buttons' }, ...buttons.map((one) => drawButton(one, press))));
  return body;
}

function drawLine(line, press) {
  switch (line.kind) {
    case 'title':
      return h('h4', {}, line.text);
    case 'said':
      return h('div', { class: 'markdown' }, build(parse(line.text)));
    case 'fields':
      return h(
        'dl',
        {},
        ...line.fields.map(({ label, value }) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
      );
    case 'item':
      return h(
        'div',
        { class: 'entry' },
        h('div', {}, h('p', {}, linked(line.text)), line.detail && h('p', { class: 'hint' }, linked(line.detail))),
        line.button && drawButton(line.button, press),
      );
    case 'hint':
      return h('p', { class: 'hint' }, linked(line.text));
    default:
      return h('p', {}, linked(line.text ?? ''));
  }
}

function drawButton({ label, value, style }, press) {
  const button = h('button', { type: 'button', class: `press ${style ?? ''}`.trim() }, label);
  button.addEventListener('click', () => press(button, value));
  return button;
}

function avatar({ kind, name }) {
  if (kind === 'desk') return h('img', { class: 'avatar', src: 'bell.svg', alt: '', width: 34, height: 34 });
  return initial(name);
}

/** The first letter of a name on a colour of its own. */
export function initial(name) {
  const [first = '?'] = name.trim();
  const tint = [...name].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % 997, 7) % TINTS;
  return h('span', { class: `avatar tint-${tint}`, 'aria-hidden': 'true' }, first.toUpperCase());
}
