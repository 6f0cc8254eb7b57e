// Moments in words: how long ago, and exactly when.
import type { TranslationBundle } from '@jupyterlab/translation';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * "just now", "4 min ago", "yesterday", "Mon 14:02", "3 Feb 2024".
 *
 * @param created - an ISO 8601 moment
 * @param now - milliseconds since 1970
 * @param locale - a BCP 47 tag; the browser's when not given
 */
export function relativeTime(
  created: string,
  now: number,
  trans: TranslationBundle,
  locale?: string
): string {
  const then = Date.parse(created);
  if (Number.isNaN(then)) {
    return created;
  }
  const age = Math.max(0, now - then);
  if (age < 45_000) {
    return trans.__('just now');
  }
  const relative = new Intl.RelativeTimeFormat(locale, {
    numeric: 'auto',
    style: 'short'
  });
  const ago = (count: number, unit: 'minute' | 'hour' | 'day') =>
    relative.format(-count, unit).replace(/(\p{L})\.(?= |$)/gu, '$1');
  if (age < HOUR) {
    return ago(Math.max(1, Math.round(age / MINUTE)), 'minute');
  }
  const days = calendarDays(then, now);
  if (age < DAY && days === 0) {
    return ago(Math.round(age / HOUR), 'hour');
  }
  if (days <= 1) {
    return ago(days, 'day');
  }
  const date = new Date(then);
  if (days < 7) {
    return new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit'
    }).format(date);
  }
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' })
  }).format(date);
}

/** The exact moment in the reader's time zone. */
export function exactTime(created: string, locale?: string): string {
  const then = Date.parse(created);
  return Number.isNaN(then)
    ? created
    : new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'medium'
      }).format(then);
}

/** A short exact moment, for those who turned relative times off. */
export function shortTime(created: string, locale?: string): string {
  const then = Date.parse(created);
  return Number.isNaN(then)
    ? created
    : new Intl.DateTimeFormat(locale, {
        dateStyle: 'short',
        timeStyle: 'short'
      }).format(then);
}

function calendarDays(then: number, now: number): number {
  const midnight = (moment: number) => new Date(moment).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(then)) / DAY);
}
