/** One person's window: the places they read, and what they do there. */
import { composer } from './composer.js';
import { freshId, h } from './dom.js';
import { feed } from './feed.js';
import { openForm } from './form.js';
import { attempts, send } from './gesture.js';
import { initial, spokenText } from './message.js';

const FLASH_MS = 6000;

/**
 * @param {object} person from people.js
 * @param {(text: string) => void} announce says something to those who hear the page
 */
export function pane(person, announce) {
  const flash = h('p', { class: 'flash', role: 'alert', hidden: true });
  let commands = [];
  let hideFlash;

  const complain = (text) => {
    flash.textContent = text;
    flash.hidden = false;
    clearTimeout(hideFlash);
    hideFlash = setTimeout(() => {
      flash.hidden = true;
    }, FLASH_MS);
  };

  const areas = new Map(person.areas.map((look) => [look.channel, area(look)]));
  const element = h(
    'section',
    { class: 'pane', 'data-skin': person.skin, 'data-who': person.who, 'aria-label': `${person.name}, ${person.role}` },
    h(
      'header',
      { class: 'bar' },
      initial(person.name),
      h('div', {}, h('h2', {}, person.name, h('span', { class: 'role' }, person.role)), h('p', {}, person.app)),
    ),
    ...[...areas.values()].map((one) => one.element),
    flash,
  );

  function area(look) {
    const place = (thread) => ({ who: person.who, place: look.channel, ...(thread === undefined ? {} : { thread }) });

    async function follow(reply, thread) {
      if (reply.kind !== 'form') return;
      openForm(element, reply, async (params, id) => {
        const answer = await send({ ...place(thread), id, kind: 'submit', intent: reply.form.intent, params });
        return answer.kind === 'problems' ? answer.problems : [];
      });
    }

    const say = async (thread, text, id, files) => {
      await follow(await send({ ...place(thread), id, kind: 'line', text, files }), thread);
    };

    const pressed = attempts();
    const press = async (button, value, thread) => {
      if (button.getAttribute('aria-busy') === 'true') return;
      button.setAttribute('aria-busy', 'true');
      try {
        const reply = await send({ ...place(thread), id: pressed.idFor([thread, value]), kind: 'press', value });
        pressed.answered();
        await follow(reply, thread);
      } catch (error) {
        complain(error.message);
      } finally {
        button.removeAttribute('aria-busy');
      }
    };

    const revise = (kind, message, text, id) =>
      send({ ...place(undefined), id, kind, message, ...(text === undefined ? {} : { text }) });

    const messages = feed(look, { press, say, revise, commands: () => commands, who: person.who });
    const box = composer(
      { label: look.box, hint: look.hint },
      (text, id, files) => say(undefined, text, id, files),
      () => commands,
      person.who,
    );
    const title = freshId('area');
    const section = h(
      'section',
      { class: look.hideWhenEmpty ? 'area aside' : 'area', 'aria-labelledby': title, hidden: look.hideWhenEmpty },
      h('header', { class: 'place' }, h('h3', { id: title }, look.title), h('span', { class: 'about' }, look.about)),
      messages.element,
      box.element,
    );
    return { element: section, look, messages, box };
  }

  /** @returns whether it was new */
  function show(entry) {
    const there = areas.get(entry.channel);
    if (there === undefined) return false;
    there.element.hidden = false;
    return there.messages.show(entry);
  }

  return {
    element,
    fill: (channel, line) => areas.get(channel)?.box.fill(line),
    /** All that there is; also after a connection was lost. What is shown already stays as it is. */
    state: (state) => {
      commands = state.commands;
      const whispers = state.whispers.map((whisper) => ({ ...whisper, whisper: true }));
      for (const entry of [...state.posts, ...whispers].sort((a, b) => (a.id < b.id ? -1 : 1))) show(entry);
      for (const { messages } of areas.values()) messages.settle();
    },
    /** @returns whether there is something new to read */
    change: ({ post, whisper, dropped }) => {
      if (dropped !== undefined) {
        areas.get(dropped.channel)?.messages.drop(dropped.id);
        return false;
      }
      const entry = post ?? { ...whisper, whisper: true };
      const isNew = show(entry);
      const own = entry.by?.kind === 'person';
      const where = areas.get(entry.channel)?.look.title;
      if (isNew && !own)
        announce(`${person.name}, ${where}: ${entry.by?.name ?? 'only you can see this'}: ${spokenText(entry)}`);
      return isNew && !own;
    },
  };
}
