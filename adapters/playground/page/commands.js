/** The commands offered above a box while a line begins with a slash. Arrow keys choose, Enter takes, Escape closes. */
import { freshId, h } from './dom.js';

/**
 * @param {HTMLTextAreaElement} box
 * @param {() => readonly { line: string, about: string }[]} commands
 */
export function offerCommands(box, commands) {
  const list = h('ul', {
    class: 'offers',
    role: 'listbox',
    id: freshId('offers'),
    'aria-label': 'Commands',
    hidden: true,
  });
  let chosen = -1;
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', list.id);

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.removeAttribute('aria-activedescendant');
  };

  const take = (option) => {
    box.value = `${option.dataset['line']} `;
    close();
    box.focus();
    box.dispatchEvent(new Event('input'));
  };

  const choose = (index) => {
    const options = [...list.children];
    chosen = (index + options.length) % options.length;
    for (const [at, option] of options.entries()) option.setAttribute('aria-selected', String(at === chosen));
    options[chosen].scrollIntoView({ block: 'nearest' });
    box.setAttribute('aria-activedescendant', options[chosen].id);
  };

  const refresh = () => {
    const fitting = box.value.startsWith('/') ? commands().filter(({ line }) => line.startsWith(box.value)) : [];
    if (fitting.length === 0 || fitting.some(({ line }) => box.value === line)) return close();
    list.replaceChildren(...fitting.map((command) => offer(command, take)));
    close();
    list.hidden = false;
  };

  box.addEventListener('input', refresh);
  box.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen - 1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  return { list, close };
}

function offer({ line, about }, take) {
  const option = h(
    'li',
    { role: 'option', id: freshId('offer'), 'aria-selected': 'false', 'data-line': line },
    h('code', {}, line),
    h('span', { class: 'purpose' }, about),
  );
  // On pointer down, not on click: by then the box has lost the focus and the list is closed.
  option.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    take(option);
  });
  return option;
}
