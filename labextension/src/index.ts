// The plugins of jovian-lab.
import { apiPlugin } from './api/plugin';
import { commentsPlugin } from './comments/plugin';
import { commitPlugin } from './commit/plugin';
import { diffPlugin } from './diff/plugin';
import { environmentPlugin } from './environment/plugin';
import { exportPlugin } from './export/plugin';
import { kernelPlugin } from './kernel/plugin';
import { notificationsPlugin } from './notifications/plugin';
import { settingsPlugin } from './settings/plugin';
import { versionsPlugin } from './versions/plugin';
import { viewerPlugin } from './viewer/plugin';

export default [
  apiPlugin,
  settingsPlugin,
  commitPlugin,
  versionsPlugin,
  viewerPlugin,
  kernelPlugin,
  diffPlugin,
  notificationsPlugin,
  commentsPlugin,
  environmentPlugin,
  exportPlugin
];
