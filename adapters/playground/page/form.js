/** A form of the desk as a dialog. */
import { freshId, h } from './dom.js';
import { attempts } from './gesture.js';

/** Up to this many numbers are buttons side by side, as for a rating; more are typed. */
const FEW = 11;

/**
 * @param {HTMLElement} parent
 * @param {{ form: object, params: Record<string, string> }} asked
 * @param {(params: Record<string, string>, id: string) => Promise<readonly object[]>} submit resolves with the problems, rejects with what to show
 */
export function openForm(parent, { form, params }, submit) {
  const attempt = attempts();
  const fields = form.fields.map(drawField);
  const problem = h('p', { class: 'problem', role: 'alert' });
  const send = h('button', { type: 'submit', class: 'press primary' }, form.submit);
  const cancel = h('button', { type: 'button', class: 'press' }, 'Cancel');
  const heading = freshId('form-title');
  const body = h(
    'form',
    { novalidate: true },
    h('header', {}, h('h3', { id: heading }, form.title), h('p', { class: 'hint' }, form.about)),
    h('div', { class: 'fields' }, ...fields.map(({ element }) => element)),
    problem,
    h('footer', {}, cancel, send),
  );
  const dialog = h('dialog', { class: 'sheet', 'aria-labelledby': heading }, body);

  async function hand() {
    if (body.getAttribute('aria-busy') === 'true') return;
    const values = Object.fromEntries(fields.map(({ name, value }) => [name, value()]));
    const filled = { ...params, ...values };
    busy(true);
    try {
      const problems = await submit(filled, attempt.idFor(filled));
      attempt.answered();
      if (problems.length === 0) return dialog.close();
      showProblems(problems);
    } catch (error) {
      problem.textContent = error.message;
    } finally {
      busy(false);
    }
  }

  function showProblems(problems) {
    for (const field of fields) field.complain(problems.find((one) => one.field === field.name)?.text ?? '');
    const known = new Set(fields.map(({ name }) => name));
    problem.textContent = problems.flatMap(({ field, text }) => (known.has(field) ? [] : [text])).join(' ');
    fields.find(({ name }) => problems.some(({ field }) => field === name))?.focus();
  }

  function busy(is) {
    body.toggleAttribute('inert', is);
    if (is) body.setAttribute('aria-busy', 'true');
    else body.removeAttribute('aria-busy');
    send.textContent = is ? 'Sending…' : form.submit;
    if (is) problem.textContent = '';
  }

  body.addEventListener('submit', (event) => {
    event.preventDefault();
    void hand();
  });
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  parent.append(dialog);
  dialog.showModal();
  (fields.find(({ value }) => value() === '') ?? fields[0])?.focus();
}

function drawField(field) {
  const id = freshId('field');
  const { control, inputs, value } = controlFor(field, id);
  const hint = h('p', { class: 'hint', id: `${id}-hint` }, field.hint ?? '');
  const complaint = h('p', { class: 'problem', id: `${id}-problem` });
  const count = h('span', { class: 'count', 'aria-hidden': 'true' });
  const label = [field.label, !field.required && h('span', { class: 'optional' }, 'optional')];
  for (const input of inputs) input.setAttribute('aria-describedby', `${hint.id} ${complaint.id}`);
  if (field.max !== undefined && isText(field))
    inputs[0].addEventListener('input', () => showCount(count, value(), field.max));

  const many = inputs.length > 1;
  const element = h(
    many ? 'fieldset' : 'div',
    { class: 'field' },
    many ? h('legend', {}, ...label) : h('label', { for: id }, ...label),
    control,
    h('div', { class: 'under' }, hint, count),
    complaint,
  );
  return {
    name: field.name,
    element,
    value,
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0]).focus(),
    complain: (text) => {
      complaint.textContent = text;
      for (const input of inputs) {
        if (text === '') input.removeAttribute('aria-invalid');
        else input.setAttribute('aria-invalid', 'true');
      }
    },
  };
}

const isText = ({ kind }) => kind === 'text' || kind === 'long text';

/** Said only when it begins to matter. */
function showCount(count, value, max) {
  count.textContent = value.length > max * 0.8 ? `${max - value.length} left` : '';
}

function controlFor(field, id) {
  const { name, kind, required, value = '', min, max } = field;
  const common = { id, name, 'aria-required': required ? 'true' : undefined };
  if (kind === 'number' && min !== undefined && max !== undefined && max - min < FEW) return numbers(field, id);
  if (kind === 'choice') {
    const options = (field.options ?? []).map((one) =>
      h('option', { value: one.value, selected: one.value === value }, one.label),
    );
    const select = h('select', common, h('option', { value: '' }, required ? 'Choose…' : '—'), ...options);
    return { control: select, inputs: [select], value: () => select.value };
  }
  const input =
    kind === 'long text'
      ? h('textarea', { ...common, rows: 5, maxlength: max })
      : h('input', {
          ...common,
          type: kind === 'day' ? 'date' : 'text',
          autocomplete: 'off',
          maxlength: kind === 'text' ? max : undefined,
          inputmode: kind === 'number' ? 'numeric' : undefined,
        });
  input.value = value;
  return { control: input, inputs: [input], value: () => input.value };
}

function numbers({ name, min, max, value = '', required }, id) {
  const inputs = Array.from({ length: max - min + 1 }, (_, index) => {
    const number = String(min + index);
    return h('input', {
      type: 'radio',
      id: index === 0 ? id : `${id}-${number}`,
      name,
      value: number,
      checked: number === value,
      'aria-required': required ? 'true' : undefined,
    });
  });
  const control = h(
    'div',
    { class: 'numbers' },
    ...inputs.map((input) => h('label', {}, input, h('span', {}, input.value))),
  );
  return { control, inputs, value: () => inputs.find((input) => input.checked)?.value ?? '' };
}
