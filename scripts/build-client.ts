/** Builds the browser client into client/dist when a file that decides it changed. Exit code 1 when the build fails. */
import { buildClientIfChanged } from './client/client-build.ts';

process.exitCode = (await buildClientIfChanged(process.cwd())) ? 0 : 1;
