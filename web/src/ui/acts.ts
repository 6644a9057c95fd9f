/** A field of what a person says with an act. */
export interface ActField {
  readonly name: string;
  readonly label: string;
  readonly kind: 'line' | 'text' | 'number' | 'date' | 'choice';
  readonly isOptional?: boolean;
  readonly choices?: readonly { value: string; label: string }[];
  readonly initial?: string;
  /** How long a text may be, where it may be longer than others. */
  readonly lengthMax?: number;
}

/** What was said, by the names of the fields. */
export type Said = Readonly<Record<string, string>>;

/** Something that can be done with what is shown. */
export interface Act {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  /** What is to be known before. */
  readonly note?: string;
  readonly isMain?: boolean;
  readonly fields: readonly ActField[];
  readonly send: (said: Said, key: string) => Promise<unknown>;
}

/** What is there of an optional field. */
export function orNull(text: string | undefined): string | null {
  return text?.trim() ? text.trim() : null;
}

export function need(text: string | undefined): string {
  return text?.trim() ?? '';
}
