// Notifications in words: the kinds there are, what became of a message, what is wrong with a field.
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kind } from '../api/notifications';
import type { Channel } from '../api/types';
import type { Problem } from './draft';
import type { State } from './model';

/** What each kind tells of, the most personal first. */
export function kindsInWords(trans: TranslationBundle): [Kind, string][] {
  return [
    ['mention', trans.__('A comment mentions me')],
    ['reply-to-me', trans.__('A reply in a thread I wrote in')],
    ['reply', trans.__('Any reply')],
    ['thread', trans.__('A new thread')],
    ['resolved', trans.__('A thread is resolved')],
    ['reopened', trans.__('A thread is reopened')],
    ['accepted', trans.__('A suggestion is accepted')],
    ['declined', trans.__('A suggestion is declined')],
    ['reaction', trans.__('A reaction to a comment of mine')]
  ];
}

/** "Mentions, any reply, new threads". */
export function tellsInWords(
  { tells }: Pick<Channel, 'tells'>,
  trans: TranslationBundle
): string {
  const short: Record<Kind, string> = {
    mention: trans.__('mentions'),
    'reply-to-me': trans.__('replies to me'),
    reply: trans.__('replies'),
    thread: trans.__('new threads'),
    resolved: trans.__('resolved'),
    reopened: trans.__('reopened'),
    accepted: trans.__('accepted suggestions'),
    declined: trans.__('declined suggestions'),
    reaction: trans.__('reactions')
  };
  return tells.map(kind => short[kind]).join(', ');
}

/** A state, and what it means. */
export function stateInWords(
  state: State,
  trans: TranslationBundle
): [string, string] {
  switch (state) {
    case 'waiting':
      return [trans.__('Waiting'), trans.__('It is going to be sent.')];
    case 'sent':
      return [trans.__('Sent'), trans.__('The receiver took it.')];
    case 'failed':
      return [trans.__('Failed'), trans.__('It is not tried again by itself.')];
    case 'unsure':
      return [
        trans.__('Unsure'),
        trans.__(
          'The server stopped, or the connection broke, just when it was handed over. It has probably arrived, and is not sent again by itself.'
        )
      ];
  }
}

/** What is wrong with a field. */
export function problemInWords(
  problem: Problem,
  trans: TranslationBundle
): string {
  switch (problem) {
    case 'missing':
      return trans.__('This is needed.');
    case 'not an address':
      return trans.__('Write it as name@example.org.');
    case 'not a port':
      return trans.__('A number up to 65535, or nothing.');
    case 'not a place':
      return trans.__('Write it as env:JOVIAN_LAB_… or config:….');
    case 'in the open':
      return trans.__(
        'A password is not sent without encryption, but to this machine.'
      );
    case 'again':
      return trans.__(
        'The password that is kept was for the other server. Give it again.'
      );
  }
}
