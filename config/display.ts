import { onCi } from './environment.ts';

/** Whether there is a display on which a person could see a window. */
export const hasDisplay =
  !onCi && (process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']));
