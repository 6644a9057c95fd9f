/** Colours and sizes that a canvas is drawn with: those of the style sheet, as they are now. */
export interface Ink {
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly panel: string;
  readonly size: number;
  readonly family: string;
  /** Told apart in lightness too. */
  readonly series: readonly string[];
  readonly late: string;
}

export function inkOf(box: Element): Ink {
  const style = getComputedStyle(box);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: of('text'),
    soft: of('text-soft'),
    line: of('line'),
    panel: of('panel'),
    size: Number.parseFloat(style.fontSize),
    family: style.fontFamily,
    series: [of('accent'), of('calm'), of('urgent'), of('soon')],
    late: of('late'),
  };
}
