import { onCi } from './environment.ts';

/** Whether a window opened here would be seen by somebody. */
export const hasDisplay =
  !onCi && (process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']));
