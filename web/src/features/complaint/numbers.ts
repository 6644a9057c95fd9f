/** A complaint's number is a UUID; people tell them apart by the end. */
const NUMBER = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const END = 8;

/** The whole number, where one was typed or pasted. */
export function numberOf(text: string): string | null {
  const number = text.trim().toLowerCase();
  return NUMBER.test(number) ? number : null;
}

export function endOf(number: string): string {
  return number.slice(-END);
}

/** Lists mask titles with asterisks: those help nobody. */
export function titleOf(title: string | null | undefined): string | null {
  return title && !/^\*+$/.test(title) ? title : null;
}
