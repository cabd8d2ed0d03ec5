/** The names of the symbols in icons.svg, and the one copy of the sprite that the page holds. */
import sprite from './icons.svg?raw';

export type IconName =
  | 'archive'
  | 'arrow-down'
  | 'arrow-up'
  | 'bell'
  | 'calendar'
  | 'check'
  | 'chevron-down'
  | 'chevron-left'
  | 'chevron-right'
  | 'chevron-updown'
  | 'circle'
  | 'circle-x'
  | 'clock'
  | 'codes'
  | 'copy'
  | 'danger'
  | 'device'
  | 'edit'
  | 'enter'
  | 'export'
  | 'external'
  | 'eye'
  | 'eye-off'
  | 'file'
  | 'filter'
  | 'globe'
  | 'grip'
  | 'help'
  | 'image'
  | 'import'
  | 'info'
  | 'key'
  | 'keyboard'
  | 'leave'
  | 'lock'
  | 'mail'
  | 'mark'
  | 'megaphone'
  | 'message'
  | 'monitor'
  | 'more'
  | 'offline'
  | 'outbox'
  | 'paste'
  | 'phone'
  | 'pin'
  | 'plus'
  | 'print'
  | 'qr'
  | 'refresh'
  | 'scan'
  | 'search'
  | 'server'
  | 'settings'
  | 'shield'
  | 'shield-check'
  | 'success'
  | 'tag'
  | 'token'
  | 'trash'
  | 'unlock'
  | 'user'
  | 'warning'
  | 'x';

/** Puts the sprite into the page once. A `<use>` of another file is refused by some web views' custom protocols. */
export function installIcons(): void {
  if (document.getElementById('icons')) return;
  const svg = new DOMParser().parseFromString(sprite, 'image/svg+xml').documentElement;
  svg.id = 'icons';
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'sprite');
  document.body.prepend(document.importNode(svg, true));
}
