// The picture of an environment: a box of packages.
import { LabIcon } from '@jupyterlab/ui-components';

export const environmentIcon = new LabIcon({
  name: 'jovian-lab:environment',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <path class="jp-icon3" fill="#616161" d="M12 2.2 3.2 6.7v10.6l8.8 4.5 8.8-4.5V6.7zm0 2.1 6.1 3.1L12 10.5 5.9 7.4zM5 9.1l6.1 3.1v6.9L5 16zm7.9 10V12.2L19 9.1V16z"/>
</svg>`
});
