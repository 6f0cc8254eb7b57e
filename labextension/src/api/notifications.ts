// Every request about notifications: one method a route.
import type { Client } from './client';
import type {
  Channel,
  ChannelChange,
  ChannelRequest,
  Channels,
  Notification,
  Notifications,
  Outcome
} from './types';

/** What a channel may be asked to tell. */
export type Kind = Channel['tells'][number];

/** Speaks the part of the REST interface that is about notifications. Every method rejects with an ApiError; no answer holds a secret. */
export class NotificationsClient {
  constructor(private readonly client: Pick<Client, 'json'>) {}

  /** One's own channels in the project around a folder or a notebook, and what channels there can be. */
  channels(path: string): Promise<Channels> {
    return this.client.json(['channels'], { query: { path } });
  }

  /** Make one. */
  make(request: ChannelRequest): Promise<Channel> {
    return this.client.json(['channels'], { method: 'POST', body: request });
  }

  /** Change one; what is left out stays. */
  change(channel: string, change: ChannelChange): Promise<Channel> {
    return this.client.json(['channels', channel], {
      method: 'PUT',
      body: change
    });
  }

  /** Remove one, its secret, and what was still to be told there. */
  remove(path: string, channel: string): Promise<Channel> {
    return this.client.json(['channels', channel], {
      method: 'DELETE',
      query: { path }
    });
  }

  /** Send a test message; takes as long as the receiver does. */
  test(path: string, channel: string): Promise<Outcome> {
    return this.client.json(['channels', channel, 'test'], {
      method: 'POST',
      body: { path }
    });
  }

  /** What was told in one's own channels, and what is going to be; newest first. */
  async messages(path: string): Promise<Notification[]> {
    const answer = await this.client.json<Notifications>(['notifications'], {
      query: { path }
    });
    return answer.notifications;
  }

  /** Send one again that failed, or of which nobody knows. */
  retry(path: string, message: string): Promise<Notification> {
    return this.client.json(['notifications', message, 'retry'], {
      method: 'POST',
      body: { path }
    });
  }
}
