// Provides the client and the event stream to the other plugins.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import { IApi } from '../tokens';
import { Client } from './client';
import { EnvironmentsClient } from './environments';
import { NotificationsClient } from './notifications';
import { CommentEvents } from './said';
import { StoreEvents } from './events';
import { InstallEvents } from './installed';
import { ThreadsClient } from './threads';

export const apiPlugin: JupyterFrontEndPlugin<IApi> = {
  id: 'jovian-lab:api',
  description: 'Requests to the jovian-lab server and the events it announces.',
  autoStart: true,
  provides: IApi,
  optional: [ITranslator],
  activate: (
    { serviceManager }: JupyterFrontEnd,
    translator: ITranslator | null
  ): IApi => {
    const trans = (translator ?? nullTranslator).load('jovian_lab');
    const { serverSettings, events } = serviceManager;
    const client = new Client(serverSettings, UUID.uuid4(), trans);
    return {
      client,
      threads: new ThreadsClient(client),
      environments: new EnvironmentsClient(client),
      notifications: new NotificationsClient(client),
      events: new StoreEvents(events.stream),
      said: new CommentEvents(events.stream),
      installed: new InstallEvents(events.stream)
    };
  }
};
