/**
 * Portable markdown (CommonMark without HTML) for what people wrote. `parse` gives a tree of plain values, `build` makes
 * elements of it: a string becomes a text node or nothing, so there is nothing to escape.
 */

const DEEPEST = 6;
/** Beyond this a text is shown as it is: nobody formats so much, and the patterns below are not linear. */
const LONGEST = 12_000;

/** @typedef {{ tag: string, children: Tree[], start?: number } | { link: string } | string} Tree */

/** @param {string} text @returns {Tree[]} */
export function parse(text) {
  if (text.length > LONGEST) return [{ tag: 'p', children: withBreaks([text]) }];
  return blocks(text.replace(/\r\n?/g, '\n').split('\n'), 0);
}

/** @param {Tree[]} trees */
export function build(trees) {
  const fragment = document.createDocumentFragment();
  fragment.append(...trees.map(node));
  return fragment;
}

/** Plain text in which only the web addresses are alive. */
export const linked = (text) => build(withBreaks(splitUrls(text)));

function node(tree) {
  if (typeof tree === 'string') return document.createTextNode(tree);
  if ('link' in tree) return anchor(tree.link);
  const element = document.createElement(tree.tag);
  if (tree.start !== undefined && tree.start !== 1) element.setAttribute('start', String(tree.start));
  element.append(...tree.children.map(node));
  return element;
}

/** The address itself is what is shown, so that a link cannot say one thing and lead to another. */
function anchor(href) {
  const element = document.createElement('a');
  element.href = href;
  element.target = '_blank';
  element.rel = 'noopener noreferrer nofollow';
  element.textContent = href;
  return element;
}

const FENCE = /^ {0,3}(```+|~~~+)/;
const QUOTE = /^ {0,3}> ?/;
const BULLET = /^ {0,3}[-*+] +(?=\S)/;
const NUMBER = /^ {0,3}(\d{1,9})[.)] +(?=\S)/;
const HEADING = /^ {0,3}#{1,6} +(.+?)(?: +#+)? *$/;

function blocks(lines, depth) {
  const trees = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line)?.[1];
    if (line.trim() === '') at += 1;
    else if (fence !== undefined) {
      const end = lines.findIndex((other, index) => index > at && other.trim().startsWith(fence));
      const until = end === -1 ? lines.length : end;
      trees.push({ tag: 'pre', children: [{ tag: 'code', children: [lines.slice(at + 1, until).join('\n')] }] });
      at = until + 1;
    } else if (QUOTE.test(line) && depth < DEEPEST) {
      const taken = takeWhile(lines, at, (one) => QUOTE.test(one));
      trees.push({
        tag: 'blockquote',
        children: blocks(
          taken.map((one) => one.replace(QUOTE, '')),
          depth + 1,
        ),
      });
      at += taken.length;
    } else if ((BULLET.test(line) || NUMBER.test(line)) && depth < DEEPEST) {
      const marker = BULLET.test(line) ? BULLET : NUMBER;
      const taken = takeWhile(lines, at, (one) => marker.test(one) || /^\s{2,}\S/.test(one));
      trees.push(list(taken, marker, depth));
      at += taken.length;
    } else {
      const taken = takeWhile(lines, at, (one, index) => index === at || !opensBlock(one));
      const heading = HEADING.exec(line)?.[1];
      if (heading === undefined) trees.push({ tag: 'p', children: withBreaks(inline(taken.join('\n'), 0)) });
      else trees.push({ tag: 'p', children: [{ tag: 'strong', children: inline(heading, 0) }] });
      at += heading === undefined ? taken.length : 1;
    }
  }
  return trees;
}

const opensBlock = (line) =>
  line.trim() === '' || [FENCE, QUOTE, BULLET, NUMBER, HEADING].some((pattern) => pattern.test(line));

function takeWhile(lines, from, fits) {
  let end = from;
  while (end < lines.length && fits(lines[end], end)) end += 1;
  return lines.slice(from, end);
}

function list(lines, marker, depth) {
  const items = [];
  for (const line of lines) {
    if (marker.test(line) && !/^\s{2,}/.test(line)) items.push([line.replace(marker, '')]);
    else if (items.length === 0) items.push([line.replace(marker, '')]);
    else items.at(-1).push(line.replace(/^\s{1,4}/, ''));
  }
  const children = items.map((item) => ({ tag: 'li', children: tight(blocks(item, depth + 1)) }));
  return marker === BULLET
    ? { tag: 'ul', children }
    : { tag: 'ol', children, start: Number(NUMBER.exec(lines[0])?.[1] ?? 1) };
}

/** An item of one paragraph needs no paragraph around it. */
const tight = (trees) => trees.flatMap((tree, index) => (index === 0 && tree.tag === 'p' ? tree.children : [tree]));

/** Tried at each place in this order; the first that fits is taken. */
const INLINE = [
  [/\\([!-/:-@[-`{-~])/y, ([, char]) => [char]],
  [/(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y, ([, , code]) => [{ tag: 'code', children: [code.trim()] }]],
  [/\[([^[\]\n]{1,300})\]\((https?:\/\/[^\s()<>]{1,2000})\)/y, ([, label, url], deep) => named(label, url, deep)],
  [/<(https?:\/\/[^\s<>]{1,2000})>/y, ([, url]) => [link(url)]],
  [/https?:\/\/[^\s<>]{1,2000}/y, ([url]) => splitUrls(url)],
  [/\*\*(?=\S)([\s\S]*?\S)\*\*/y, ([, text], deep) => [{ tag: 'strong', children: inline(text, deep) }]],
  [/(?<!\w)__(?=\S)([\s\S]*?\S)__(?!\w)/y, ([, text], deep) => [{ tag: 'strong', children: inline(text, deep) }]],
  [/~~(?=\S)([\s\S]*?\S)~~/y, ([, text], deep) => [{ tag: 's', children: inline(text, deep) }]],
  [/\*(?=[^\s*])([\s\S]*?[^\s*])\*(?!\*)/y, ([, text], deep) => [{ tag: 'em', children: inline(text, deep) }]],
  [/(?<!\w)_(?=[^\s_])([\s\S]*?[^\s_])_(?!\w)/y, ([, text], deep) => [{ tag: 'em', children: inline(text, deep) }]],
];
const SPECIAL = /[\\`[<h*_~]/g;

function inline(text, depth) {
  if (depth >= DEEPEST) return [text];
  const trees = [];
  let plainFrom = 0;
  let at = 0;
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    at = SPECIAL.exec(text)?.index ?? text.length;
    const [length, made] = spanAt(text, at, depth);
    if (length === 0) {
      at += 1;
      continue;
    }
    if (plainFrom < at) trees.push(text.slice(plainFrom, at));
    trees.push(...made);
    at += length;
    plainFrom = at;
  }
  if (plainFrom < text.length) trees.push(text.slice(plainFrom));
  return trees;
}

function spanAt(text, at, depth) {
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return [match[0].length, make(match, depth + 1)];
  }
  return [0, []];
}

function named(label, url, depth) {
  const target = link(url);
  return label === url ? [target] : [...inline(label.replace(/https?:\/\//g, ''), depth), ' (', target, ')'];
}

/** @param {string} url */
function link(url) {
  return URL.canParse(url) ? { link: new URL(url).href } : url;
}

function splitUrls(text) {
  return text.split(/(https?:\/\/[^\s<>]+)/).flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [part];
    // What ends a sentence does not belong to the address in it.
    const url = part.replace(/[.,;:!?'"*_~)\]}]+$/, '');
    return url === part ? [link(url)] : [link(url), part.slice(url.length)];
  });
}

/** Every line break that somebody typed is kept: in chat, people mean them. */
function withBreaks(trees) {
  return trees.flatMap((tree) =>
    typeof tree === 'string'
      ? tree.split('\n').flatMap((line, index) => (index === 0 ? [line] : [{ tag: 'br', children: [] }, line]))
      : [tree],
  );
}
