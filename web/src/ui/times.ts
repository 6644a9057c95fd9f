import { language } from '@/app/preferences';
import { useTexts } from '@/app/texts';

/** The zone of every office of the country. */
const ZONE = 'Asia/Shanghai';

function written(options: Intl.DateTimeFormatOptions, at: Date): string {
  const locale = language.value === 'zh' ? 'zh-CN' : 'en-GB';
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options }).format(at);
}

/** A day and a time in it, short: `12月2日 09:30`. */
export function dateTime(text: string | null | undefined): string {
  const at = new Date(text ?? Number.NaN);
  if (Number.isNaN(at.getTime())) return '';
  return written({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
}

/** A day with its year and weekday. */
export function day(at: Date): string {
  return written({ year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' }, at);
}

/** A day of the calendar, as `2026-10-12`, in words. */
export function calendarDay(text: string): string {
  return day(new Date(`${text}T12:00:00+08:00`));
}

/** Hours and minutes. */
export function timeOfDay(ms: number): string {
  return written({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, new Date(ms));
}

/** The day of an instant, to be compared. */
export function dayKey(ms: number): string {
  return written({ year: 'numeric', month: '2-digit', day: '2-digit' }, new Date(ms));
}

/** Whether an instant is the first of a day in the office's zone. */
function beginsDay(at: Date): boolean {
  return written({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, at) === '00:00:00';
}

/** Due dates are the first instant that is too late: the midnight after a day is the end of that day. */
export function useDueWords() {
  const texts = useTexts();
  return (text: string | null | undefined): string => {
    const at = new Date(text ?? Number.NaN);
    if (Number.isNaN(at.getTime())) return texts.value.due.none;
    if (beginsDay(at)) return texts.value.due.dayEnd(day(new Date(at.getTime() - 1)));
    return texts.value.due.by(`${day(at)} ${timeOfDay(at.getTime())}`);
  };
}
