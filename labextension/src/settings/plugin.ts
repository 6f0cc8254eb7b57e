// Reads the settings of the schema and provides them to the other plugins.
import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ISettings } from '../tokens';
import { SettingsModel } from './model';

const ID = 'jovian-lab:plugin';

export const settingsPlugin: JupyterFrontEndPlugin<ISettings> = {
  id: ID,
  description: 'The settings of jovian-lab.',
  autoStart: true,
  provides: ISettings,
  optional: [ISettingRegistry],
  activate: (
    _: JupyterFrontEnd,
    registry: ISettingRegistry | null
  ): ISettings => {
    const model = new SettingsModel();
    registry
      ?.load(ID)
      .then(settings => {
        const read = () => model.update(settings.composite);
        settings.changed.connect(read);
        read();
      })
      .catch((error: unknown) => {
        console.warn('jovian-lab: the settings could not be read', error);
      });
    return model;
  }
};
