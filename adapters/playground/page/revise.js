/** Changing and deleting a message of one's own. */
import { h } from './dom.js';
import { attempts } from './gesture.js';

const LONGEST_LINE = 4000;

/**
 * Puts the two buttons beside a message.
 * @param {HTMLElement} element the message as it is drawn
 * @param {object} entry
 * @param {(kind: 'edit' | 'delete', message: string, text: string | undefined, id: string) => Promise<unknown>} revise
 *   rejects with what to show
 */
export function addTools(element, entry, revise) {
  const attempt = attempts();
  const body = element.querySelector('.content');
  const problem = h('p', { class: 'problem', role: 'alert' });
  const said = entry.content.lines[0]?.text ?? '';
  const tools = h(
    'span',
    { class: 'tools' },
    h('button', { type: 'button', 'aria-label': `Edit: ${said}`, click: edit }, 'Edit'),
    h('button', { type: 'button', 'aria-label': `Delete: ${said}`, click: remove }, 'Delete'),
  );
  element.querySelector('header').append(tools);
  element.querySelector('.said').append(problem);

  /** @returns whether it was done */
  async function attemptTo(kind, text) {
    if (element.getAttribute('aria-busy') === 'true') return false;
    element.setAttribute('aria-busy', 'true');
    problem.textContent = '';
    try {
      await revise(kind, entry.id, text, attempt.idFor([kind, text]));
      attempt.answered();
      return true;
    } catch (error) {
      problem.textContent = error.message;
      return false;
    } finally {
      element.removeAttribute('aria-busy');
    }
  }

  function remove() {
    void attemptTo('delete');
  }

  function edit() {
    const box = h('textarea', { rows: 1, maxlength: LONGEST_LINE, 'aria-label': 'Your message' });
    box.value = said;
    const form = h(
      'form',
      { class: 'rewrite' },
      box,
      h(
        'div',
        {},
        h('button', { type: 'submit', class: 'press primary' }, 'Save'),
        h('button', { type: 'button', class: 'press', click: close }, 'Cancel'),
      ),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void save();
    });
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      void save();
    });
    body.replaceWith(form);
    tools.hidden = true;
    box.style.height = `${box.scrollHeight}px`;
    box.focus();
    box.setSelectionRange(said.length, said.length);

    async function save() {
      const text = box.value.trim();
      // The new drawing comes over the stream.
      if (text === '' || text === said || (await attemptTo('edit', text))) close();
    }

    function close() {
      form.replaceWith(body);
      tools.hidden = false;
      tools.querySelector('button').focus({ preventScroll: true });
    }
  }
}
