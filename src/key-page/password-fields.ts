// A new password, typed twice, with the guide's rule and a hint beside it.
import { type KeyPassword, parseKeyPassword } from '../domain/key-password.ts';
import { createNotice, element } from './dom.ts';
import { strengthOf } from './password-strength.ts';
import { suggestPassword } from './suggest-password.ts';
import type { Say } from './words.ts';

export interface PasswordFields {
  readonly view: HTMLElement;
  /** The password, or undefined: then it was said what is wrong, and the field to correct has the focus. */
  read(): KeyPassword | undefined;
}

const strengths = { weak: 1, fair: 2, good: 3, strong: 4 } as const;

export function createPasswordFields(say: Say): PasswordFields {
  const problem = createNotice();
  problem.id = 'password-problem';
  const hint = element('p', { class: 'strength', id: 'strength', 'aria-live': 'polite' });
  const first = passwordInput('password', 'password-rule strength password-problem');
  const second = passwordInput('repeat', 'password-problem');

  const describe = () => {
    const parsed = parseKeyPassword(first.value);
    const strength = 'value' in parsed ? strengthOf(parsed.value) : undefined;
    hint.dataset.bars = strength ? String(strengths[strength]) : '0';
    hint.textContent = strength ? say(`strength-${strength}`) : '';
  };
  const complain = (field: HTMLInputElement, text: string) => {
    problem.say(text);
    field.setAttribute('aria-invalid', 'true');
    field.focus();
    return undefined;
  };
  const calm = () => {
    problem.say('');
    for (const field of [first, second]) field.removeAttribute('aria-invalid');
    describe();
  };
  first.addEventListener('input', calm);
  second.addEventListener('input', calm);

  const shown = element('input', { type: 'checkbox', id: 'show-password' });
  const reveal = () => {
    for (const field of [first, second]) field.type = shown.checked ? 'text' : 'password';
  };
  shown.addEventListener('change', reveal);
  const suggest = element('button', { type: 'button', class: 'text-button' }, say('password-suggest'));
  suggest.addEventListener('click', () => {
    first.value = second.value = suggestPassword();
    shown.checked = true;
    reveal();
    calm();
    first.focus();
  });

  return {
    view: element(
      'div',
      { class: 'fields' },
      element('label', { for: first.id }, say('password')),
      first,
      element('p', { class: 'hint', id: 'password-rule' }, say('password-rule')),
      hint,
      element('label', { for: second.id }, say('password-repeat')),
      second,
      problem,
      element('div', { class: 'beside' }, element('label', { class: 'check' }, shown, say('password-show')), suggest),
    ),
    read() {
      const parsed = parseKeyPassword(first.value);
      if ('because' in parsed) return complain(first, say(parsed.because, { character: parsed.character ?? '' }));
      if (second.value !== first.value) return complain(second, say('password-differs'));
      return parsed.value;
    },
  };
}

const passwordInput = (id: string, describedBy: string): HTMLInputElement =>
  element('input', {
    id,
    type: 'password',
    autocomplete: 'new-password',
    autocapitalize: 'none',
    spellcheck: 'false',
    maxlength: '200',
    'aria-describedby': describedBy,
  });
