import { language } from '@/app/preferences';

function written(value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', options).format(value);
}

/** A share of one, as people write it; a dash where there is none. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : written(share, { style: 'percent', maximumFractionDigits: 1 });
}

export function count(n: number): string {
  return written(n, { maximumFractionDigits: 0 });
}

/** Working time in hours. */
export function hours(minutes: number): string {
  return written(minutes / 60, { maximumFractionDigits: 1 });
}
