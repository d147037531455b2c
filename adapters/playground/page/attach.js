/** The files that a line will bring: chosen, uploaded at once, and shown above the box until it is sent. */
import { h, icon } from './dom.js';
import { upload } from './gesture.js';

const MOST = 10;

/**
 * @param {string} who
 * @param {string} label of the box
 * @param {(problem: string) => void} complain
 */
export function attachments(who, label, complain) {
  const chosen = new Map();
  const list = h('ul', { class: 'attached', 'aria-label': `Files to send: ${label}` });
  const picker = h('input', { type: 'file', multiple: true, hidden: true, tabindex: -1 });
  const button = h(
    'button',
    { type: 'button', class: 'send clip', 'aria-label': `Attach files: ${label}`, title: 'Attach files' },
    icon('clip'),
    picker,
  );
  button.addEventListener('click', (event) => {
    if (event.target !== picker) picker.click();
  });
  picker.addEventListener('change', () => {
    const files = [...picker.files];
    picker.value = '';
    void add(files);
  });

  async function add(files) {
    complain('');
    button.setAttribute('aria-busy', 'true');
    for (const file of files) {
      if (chosen.size === MOST) {
        complain(`A message brings ${MOST} files at most.`);
        break;
      }
      try {
        show(await upload(who, file), file.name);
      } catch (error) {
        complain(error.message);
      }
    }
    button.removeAttribute('aria-busy');
  }

  function show(id, name) {
    const remove = h('button', { type: 'button', 'aria-label': `Remove ${name}`, title: 'Remove' }, '×');
    const item = h('li', {}, h('span', {}, name), remove);
    remove.addEventListener('click', () => drop(id));
    chosen.set(id, item);
    list.append(item);
  }

  function drop(id) {
    chosen.get(id)?.remove();
    chosen.delete(id);
  }

  return {
    list,
    button,
    ids: () => [...chosen.keys()],
    clear: (ids) => {
      for (const id of ids) drop(id);
    },
  };
}
