/** The messages of one channel, oldest first, each with its thread beneath it. */
import { composer } from './composer.js';
import { freshId, h, icon, timeOf } from './dom.js';
import { drawMessage } from './message.js';
import { addTools } from './revise.js';
import { scrolling } from './scroll.js';

/**
 * @param {{ title: string, empty: readonly [string, string] }} look
 * @param {{ press: Function, revise: Function, say: (thread: string | undefined, text: string, id: string, files: readonly string[]) => Promise<void>, commands: () => readonly object[], who: string }} act
 */
export function feed(look, act) {
  const shown = new Map();
  const roots = new Map();
  const list = h('ol', { class: 'messages', 'aria-label': `Messages in ${look.title}` });
  const empty = h('div', { class: 'empty' }, h('p', {}, h('strong', {}, look.empty[0])), h('p', {}, look.empty[1]));
  const scroller = h(
    'div',
    { class: 'feed', tabindex: 0, role: 'group', 'aria-label': `${look.title}, messages` },
    empty,
    list,
  );
  const scroll = scrolling(scroller);
  let live = false;

  /** @returns whether the message is new here */
  function show(entry) {
    const known = shown.get(entry.id);
    const text = JSON.stringify(entry);
    if (known?.text === text) return false;
    const following = scroll.atBottom();
    const press = (button, value) => act.press(button, value, entry.thread ?? threadOf(entry));
    const element = drawMessage(entry, press, act.who);
    if (isOwn(entry) && entry.whisper !== true && entry.gone !== true) addTools(element, entry, act.revise);
    if (known === undefined) place(entry, element);
    else swap(known.element, element);
    shown.set(entry.id, { text, element });
    empty.hidden = true;
    if (live) move(entry, element, known === undefined, following);
    return known === undefined;
  }

  /** What a person did themselves is brought to them; what others did, only to whoever is at the end. */
  function move(entry, element, isNew, following) {
    if (isNew && isOwn(entry)) scroll.reveal(element);
    else if (isNew && following) scroll.follow(element);
    else if (isNew) scroll.offer(element);
    else if (following) scroll.toBottom();
  }

  const threadOf = (entry) => (roots.get(entry.id)?.thread === undefined ? undefined : entry.id);

  function place(entry, element) {
    const root = entry.thread === undefined ? undefined : roots.get(entry.thread);
    if (root !== undefined) return threadFor(root).add(entry, element);
    const item = h('li', { 'data-id': entry.id }, element);
    insert(list, item, entry.id);
    const made = { entry, item };
    roots.set(entry.id, made);
    if (entry.title !== undefined) threadFor(made);
  }

  function threadFor(root) {
    if (root.thread === undefined) {
      root.thread = thread(root.entry, act, () => live);
      root.item.append(root.thread.element);
    }
    return root.thread;
  }

  return {
    element: h('div', { class: 'view' }, scroller, scroll.news),
    show,
    /** Takes a message away, and the focus to the messages if it was in it. */
    drop: (id) => {
      const known = shown.get(id);
      if (known === undefined) return;
      if (known.element.contains(document.activeElement)) scroller.focus({ preventScroll: true });
      const root = [...roots.values()].find(({ thread: its }) => its?.drop(id));
      if (root === undefined) known.element.closest('li').remove();
      shown.delete(id);
      roots.delete(id);
    },
    /** After the first state: folds away all threads but the newest, and from now on new ones are news. */
    settle: () => {
      if (live) return;
      const threads = [...list.children].map(({ dataset }) => roots.get(dataset['id'])?.thread).filter(Boolean);
      threads.at(-1)?.unfold();
      live = true;
      scroll.toBottom();
    },
  };
}

const isOwn = ({ whisper, by }) => whisper === true || by?.kind === 'person';

/**
 * One message's thread: replies and a box to add one. A new one is open; an old one is folded away until it is wanted.
 */
function thread(root, act, isLive) {
  const inside = h('div', { class: 'inside', id: freshId('thread') });
  const replies = h('ol', { class: 'replies', 'aria-label': 'Replies' });
  const toggle = h('button', { type: 'button', class: 'fold', 'aria-controls': inside.id });
  const label = root.title === undefined ? 'Reply in this thread' : `Reply in ${root.title}`;
  const box = composer(
    { label, hint: 'Reply in this thread', small: true },
    (text, id, files) => act.say(root.id, text, id, files),
    act.commands,
    act.who,
  );
  inside.append(replies, box.element);
  let open = isLive();
  let unread = 0;
  let count = 0;
  let newest = root.at;

  const draw = () => {
    const words = count === 1 ? '1 reply' : `${count} replies`;
    inside.hidden = !open;
    toggle.hidden = open && count === 0;
    toggle.setAttribute('aria-expanded', String(open));
    toggle.replaceChildren(icon('chevron'), count === 0 ? 'Reply' : words);
    if (!open && unread > 0) toggle.append(h('span', { class: 'unread' }, `${unread} new`));
    else if (!open && count > 0) toggle.append(timeOf(newest));
  };
  toggle.addEventListener('click', () => {
    open = !open;
    if (open) unread = 0;
    draw();
  });
  draw();
  return {
    element: h('div', { class: 'thread' }, toggle, inside),
    unfold: () => {
      open = true;
      draw();
    },
    /** @returns whether it was one of its replies */
    drop: (id) => {
      const item = [...replies.children].find(({ dataset }) => dataset['id'] === id);
      item?.remove();
      if (item !== undefined) count -= 1;
      draw();
      return item !== undefined;
    },
    add: (entry, element) => {
      insert(replies, h('li', { 'data-id': entry.id }, element), entry.id);
      if (isLive() && isOwn(entry)) open = true;
      else if (isLive() && !open) unread += 1;
      if (entry.whisper !== true) count += 1;
      newest = entry.at;
      draw();
    },
  };
}

/** Keeps the list in the order of the ids, whatever the order of arrival. */
function insert(list, item, id) {
  let after = list.lastElementChild;
  while (after !== null && after.dataset['id'] > id) after = after.previousElementSibling;
  if (after === null) list.prepend(item);
  else after.after(item);
}

/** Puts the new drawing of a message in place of the old one, and the focus on what had it. */
function swap(old, element) {
  const active = old.contains(document.activeElement) ? document.activeElement.textContent : undefined;
  old.replaceWith(element);
  if (active === undefined) return;
  const buttons = [...element.querySelectorAll('button')];
  const next = buttons.find(({ textContent }) => textContent === active) ?? buttons[0] ?? element.closest('.feed');
  next?.focus({ preventScroll: true });
}
