import { fieldsOf, materialsOf, type Condition, type Field, type Item, type Material } from '@/features/edge/items';

/** Answers by the names of the item's form. */
export type Answers = Readonly<Record<string, unknown>>;

/** Whether a condition holds for these answers; a question left open equals nothing. */
export function holds(condition: Condition, answers: Answers): boolean {
  if ('equals' in condition) return answers[condition.equals.field] === condition.equals.value;
  if ('at_least' in condition) {
    const answer = answers[condition.at_least.field];
    return typeof answer === 'number' && answer >= condition.at_least.value;
  }
  if ('all' in condition) return condition.all.every((one) => holds(one, answers));
  if ('any' in condition) return condition.any.some((one) => holds(one, answers));
  return !holds(condition.not, answers);
}

/** Whether a material must be handed in; what the government holds already never is. */
export function isRequired(material: Material, answers: Answers): boolean {
  if (material.shared) return false;
  const need = material.need ?? 'required';
  return typeof need === 'object' ? holds(need.when, answers) : need === 'required';
}

export interface Missing {
  readonly fields: readonly Field[];
  readonly materials: readonly Material[];
}

/** Everything that the item asks for and is not there: said before it is sent; the office has the last word. */
export function missingOf(item: Item, answers: Answers, handedIn: ReadonlySet<string>): Missing {
  const isOpen = (value: unknown) => value === undefined || value === null || value === '';
  return {
    fields: fieldsOf(item).filter((field) => !field.optional && isOpen(answers[field.name])),
    materials: materialsOf(item).filter((material) => isRequired(material, answers) && !handedIn.has(material.code)),
  };
}

/** What was typed, as the form's field is sent; nothing where it was left out or is no such value. */
export function answerOf(field: Field, typed: string): unknown {
  const text = typed.trim();
  if (text === '') return undefined;
  if (field.kind === 'boolean') return text === 'true';
  if (field.kind !== 'integer' && field.kind !== 'number') return text;
  const number = Number(text);
  // What is no number is sent as it is: the office says what is wrong with it.
  return Number.isFinite(number) ? number : text;
}
