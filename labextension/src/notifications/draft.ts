// A channel as it is being written in the form: its fields, what is wrong with them, and the request they make.
import type { Kind } from '../api/notifications';
import type { Channel, ChannelChange, Channels, Mail } from '../api/types';

/** The fields of the form. It lives in memory only: a secret is never kept in the browser. */
export interface IDraft {
  /** The channel that is changed; null for a new one. */
  readonly channel: Channel | null;
  readonly sort: 'mail' | 'chat';
  name: string;
  tells: readonly Kind[];
  /** Names, parted by commas. */
  also: string;
  /** Addresses, parted by commas. */
  to: string;
  sender: string;
  host: string;
  /** Empty for the usual one. */
  port: string;
  security: NonNullable<Mail['security']>;
  user: string;
  /** What is to go into the keyring; empty: what is there stays. */
  secret: string;
  /** Whether the secret is given, or is somewhere else already. */
  isElsewhere: boolean;
  /** Where it is instead. */
  secretFrom: string;
}

export type Field =
  | 'name'
  | 'tells'
  | 'to'
  | 'sender'
  | 'host'
  | 'port'
  | 'user'
  | 'secret'
  | 'secretFrom';

/** What is wrong with a field. */
export type Problem =
  | 'missing'
  | 'not an address'
  | 'not a port'
  | 'not a place'
  | 'in the open'
  | 'again';

export const PORTS: Record<IDraft['security'], number> = {
  starttls: 587,
  tls: 465,
  none: 25
};

/** What is told when nothing else was chosen. */
const USUAL: readonly Kind[] = [
  'thread',
  'reply',
  'mention',
  'resolved',
  'accepted',
  'declined'
];
const PLACE = /^(env:JOVIAN_LAB_[A-Z0-9_]{1,100}|config:[\w.-]{1,100})$/;
const ADDRESS = /^[^\s@,]+@[^\s@,]+$/;
const HERE = ['localhost', '127.0.0.1', '::1'];

/** A form for a new channel. */
export function newDraft(
  sort: IDraft['sort'],
  name: string,
  keyring: Channels['keyring']
): IDraft {
  return {
    channel: null,
    sort,
    name,
    tells: USUAL,
    also: '',
    to: '',
    sender: '',
    host: '',
    port: '',
    security: 'starttls',
    user: '',
    secret: '',
    isElsewhere: keyring !== 'ready',
    secretFrom: ''
  };
}

/** A form for a channel there is. */
export function draftOf(
  channel: Channel,
  keyring: Channels['keyring']
): IDraft {
  const { mail, secret } = channel;
  const isNamed = secret !== '' && secret !== 'keyring';
  return {
    ...newDraft(mail ? 'mail' : 'chat', channel.name, keyring),
    channel,
    tells: channel.tells,
    also: channel.also.join(', '),
    to: mail?.to.join(', ') ?? '',
    sender: mail?.sender ?? '',
    host: mail?.host ?? '',
    port: mail?.port ? String(mail.port) : '',
    security: mail?.security ?? 'starttls',
    user: mail?.user ?? '',
    isElsewhere: isNamed || (secret === '' && keyring !== 'ready'),
    secretFrom: isNamed ? secret : ''
  };
}

/** Whether the channel has, or must have, a secret. */
export function needsSecret(draft: IDraft): boolean {
  return draft.sort === 'chat' || draft.user.trim() !== '';
}

/** Whether a secret in the keyring stays as it is when none is given. */
export function keepsSecret(draft: IDraft): boolean {
  const { channel } = draft;
  return channel?.secret === 'keyring' && !isAnotherServer(draft);
}

/** What is wrong; empty when it can be sent. */
export function problemsOf(draft: IDraft): Partial<Record<Field, Problem>> {
  const found: Partial<Record<Field, Problem>> = {};
  if (!draft.name.trim()) {
    found.name = 'missing';
  }
  if (draft.tells.length === 0) {
    found.tells = 'missing';
  }
  if (draft.sort === 'mail') {
    const to = parted(draft.to);
    if (to.length === 0) {
      found.to = 'missing';
    } else if (!to.every(one => ADDRESS.test(one))) {
      found.to = 'not an address';
    }
    const sender = draft.sender.trim();
    if (sender && !ADDRESS.test(sender)) {
      found.sender = 'not an address';
    } else if (!sender && to.length !== 1) {
      found.sender = 'missing';
    }
    if (!draft.host.trim()) {
      found.host = 'missing';
    }
    const port = Number(draft.port.trim() || 0);
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      found.port = 'not a port';
    }
    if (
      draft.user.trim() &&
      draft.security === 'none' &&
      !HERE.includes(draft.host.trim())
    ) {
      found.user = 'in the open';
    }
  }
  if (needsSecret(draft)) {
    if (draft.isElsewhere) {
      if (!draft.secretFrom.trim()) {
        found.secretFrom = 'missing';
      } else if (!PLACE.test(draft.secretFrom.trim())) {
        found.secretFrom = 'not a place';
      }
    } else if (!draft.secret && !keepsSecret(draft)) {
      found.secret = draft.channel?.secret === 'keyring' ? 'again' : 'missing';
    }
  }
  return found;
}

/** What is asked of the server; with the secret, which is in no other request. */
export function requestOf(
  draft: IDraft,
  path: string
): ChannelChange & { name: string } {
  const { tells, channel } = draft;
  return {
    path,
    name: draft.name.trim(),
    tells: tells as ChannelChange['tells'],
    also: parted(draft.also) as ChannelChange['also'],
    ...(draft.sort === 'mail' ? { mail: mailOf(draft) } : {}),
    ...(needsSecret(draft)
      ? draft.isElsewhere
        ? { secret_from: draft.secretFrom.trim() }
        : draft.secret
          ? { secret: draft.secret }
          : {}
      : channel?.secret
        ? { secret: '' }
        : {})
  };
}

function mailOf(draft: IDraft): Mail {
  const to = parted(draft.to) as Mail['to'];
  return {
    host: draft.host.trim(),
    sender: draft.sender.trim() || to[0],
    to,
    port: Number(draft.port.trim() || 0),
    security: draft.security,
    user: draft.user.trim()
  };
}

/** Whether e-mail would go through another server, or under another name, than the kept password is for. */
function isAnotherServer(draft: IDraft): boolean {
  const old = draft.channel?.mail;
  if (!old || draft.sort !== 'mail') {
    return false;
  }
  const now = mailOf(draft);
  return (['host', 'port', 'security', 'user'] as const).some(
    key => old[key] !== now[key]
  );
}

function parted(words: string): string[] {
  return words
    .split(',')
    .map(word => word.trim())
    .filter(Boolean);
}
