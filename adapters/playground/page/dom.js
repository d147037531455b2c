/** Building elements. Text only ever becomes text: there is no way from a string to markup in this page. */

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: Event) => void)>} [attributes] `true` sets an
 *   empty attribute, `false` and `undefined` none; a function listens to the event of that name.
 * @param {...(Node | string | undefined | false)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

const ICONS = {
  clip: 'm20 11.5-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.5a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5',
  send: 'M3 11.2 20.5 3.5 15.8 21l-4-6.6L3 11.2Zm8.8 3.2 4-4.6',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 2.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6',
  chevron: 'm9 6 6 6-6 6',
  down: 'M12 5v14m-6-6 6 6 6-6',
};

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const path = document.createElementNS(space, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

let last = 0;
/** An id for an element that another must point to. */
export const freshId = (what) => {
  last += 1;
  return `${what}-${last}`;
};

const sameDay = (a, b) => a.toDateString() === b.toDateString();

/** A time as people write it: the hour today, the day as well before. */
export function timeOf(iso, className = 'time') {
  const at = new Date(iso);
  const clock = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = at.toLocaleDateString([], { day: 'numeric', month: 'short' });
  const text = sameDay(at, new Date()) ? clock : `${day}, ${clock}`;
  return h('time', { class: className, datetime: iso, title: at.toLocaleString() }, text);
}
