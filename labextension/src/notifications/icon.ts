// The picture of notifications, drawn in the theme's colours.
import { LabIcon } from '@jupyterlab/ui-components';

/** A bell. */
export const bellIcon = new LabIcon({
  name: 'jovian-lab:notifications',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M12 2.500a1.500 1.500 0 0 1 1.500 1.500v.6A6 6 0 0 1 18 10.400v4.800l2 2.300v1H4v-1l2-2.300v-4.800a6 6 0 0 1 4.500-5.800V4A1.500 1.500 0 0 1 12 2.500zm0 3.800a4.200 4.200 0 0 0-4.200 4.100v5.400l-.8 1h10l-.8-1v-5.400A4.200 4.200 0 0 0 12 6.300zM9.800 19.500h4.400a2.200 2.200 0 0 1-4.400 0z"/>
</svg>`
});
