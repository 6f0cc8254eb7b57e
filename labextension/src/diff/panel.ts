// What is fetched when the first difference is opened.
export { goToCell, restoreCell } from './cellactions';
export { DiffWidget, diffTab } from './widget';
