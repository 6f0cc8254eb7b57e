// Provides the client and the event stream to the other plugins.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { UUID } from '@lumino/coreutils';
import { IApi } from '../tokens';
import { Client } from './client';
import { StoreEvents } from './events';

export const apiPlugin: JupyterFrontEndPlugin<IApi> = {
  id: 'jovian-lab:api',
  description: 'Requests to the jovian-lab server and the events it announces.',
  autoStart: true,
  provides: IApi,
  activate: (app: JupyterFrontEnd): IApi => ({
    client: new Client(app.serviceManager.serverSettings, UUID.uuid4()),
    events: new StoreEvents(app.serviceManager.events.stream)
  })
};
