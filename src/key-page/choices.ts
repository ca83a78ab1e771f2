import { element } from './dom.ts';

/** Radio buttons with a line of explanation each; the first is chosen. */
export function choices<Value extends string>(
  name: string,
  offered: readonly { readonly value: Value; readonly label: string; readonly hint: string }[],
): { readonly view: HTMLElement; read(): Value; onChange(listener: () => void): void } {
  const inputs = offered.map(({ value }, i) => element('input', { type: 'radio', name, value, checked: i === 0 }));
  const labels = offered.map(({ label, hint }, i) =>
    element(
      'label',
      { class: 'choice' },
      inputs[i],
      element('span', {}, element('b', {}, label), element('small', {}, hint)),
    ),
  );
  const view = element('div', { class: 'choices', role: 'radiogroup' }, ...labels);
  return {
    view,
    read: () => inputs.find(({ checked }) => checked)?.value as Value,
    onChange: (listener) => view.addEventListener('change', listener),
  };
}
