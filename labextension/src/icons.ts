// The pictures of jovian-lab, drawn in the theme's colours.
import { LabIcon } from '@jupyterlab/ui-components';

/** Versions on a line. */
export const versionsIcon = new LabIcon({
  name: 'jovian-lab:versions',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M5.2 2h1.6v3.2H5.2zM5.2 9.2h1.6v5.6H5.2zM5.2 18.8h1.6V22H5.2z"/>
    <path d="M6 4.6a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zm0 1.7a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2z"/>
    <circle cx="6" cy="16.8" r="2.8"/>
    <path d="M11.5 6.4H21v2h-9.5zM11.5 15.8H21v2h-9.5z"/>
  </g>
</svg>`
});

/** A comment. */
export const commentIcon = new LabIcon({
  name: 'jovian-lab:comment',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M4 3.5h16A1.5 1.5 0 0 1 21.500 5v11a1.500 1.500 0 0 1-1.500 1.500h-8.200L7 21.500v-4H4A1.500 1.500 0 0 1 2.500 16V5A1.500 1.500 0 0 1 4 3.500zm.2 1.700v10.600h4.500v2.300l2.600-2.300h8.500V5.200zM6.500 7.700h11v1.600h-11zm0 3.700h7.500V13H6.500z"/>
</svg>`
});
