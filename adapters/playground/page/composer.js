/** A box to write in: Enter sends, Shift+Enter breaks the line, / offers the commands. */
import { attachments } from './attach.js';
import { offerCommands } from './commands.js';
import { h, icon } from './dom.js';
import { attempts } from './gesture.js';

const LONGEST_LINE = 4000;

/**
 * @param {{ label: string, hint: string, small?: boolean }} look
 * @param {(text: string, id: string, files: readonly string[]) => Promise<void>} send rejects with what to show
 * @param {() => readonly object[]} commands
 * @param {string} who writes
 */
export function composer({ label, hint, small }, send, commands, who) {
  const attempt = attempts();
  const box = h('textarea', {
    rows: 1,
    maxlength: LONGEST_LINE,
    'aria-label': label,
    placeholder: hint,
    autocomplete: 'off',
    enterkeyhint: 'send',
  });
  const button = h(
    'button',
    { type: 'submit', class: 'send', 'aria-label': `Send: ${label}`, title: 'Send' },
    icon('send'),
  );
  const problem = h('p', { class: 'problem', role: 'alert' });
  const attached = attachments(who, label, (text) => {
    problem.textContent = text;
  });
  const form = h(
    'form',
    { class: small ? 'composer small' : 'composer' },
    attached.list,
    h('div', { class: 'box' }, attached.button, box, button),
    problem,
  );
  const offers = offerCommands(box, commands);
  form.prepend(offers.list);

  async function submit() {
    const text = box.value.trim();
    const files = attached.ids();
    if ((text === '' && files.length === 0) || form.getAttribute('aria-busy') === 'true') return;
    offers.close();
    form.setAttribute('aria-busy', 'true');
    problem.textContent = '';
    try {
      await send(text, attempt.idFor([text, files]), files);
      attempt.answered();
      attached.clear(files);
      if (box.value.trim() === text) box.value = '';
      grow(box);
    } catch (error) {
      problem.textContent = error.message;
    } finally {
      form.removeAttribute('aria-busy');
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  box.addEventListener('input', () => grow(box));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    void submit();
  });
  return {
    element: form,
    /** Writes a line for the person, who then sends it, or not. */
    fill: (line) => {
      box.value = line;
      box.focus();
      grow(box);
    },
    focus: () => box.focus(),
  };
}

/** Grows with what is written; where the browser does it by itself (field-sizing), this agrees with it. */
function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}
