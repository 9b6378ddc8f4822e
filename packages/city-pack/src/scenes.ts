import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { OWN_PANELS } from './schema-scenes.ts';
import type { scenesSchema } from './schema-scenes.ts';
import { unique } from './unique-ids.ts';
import { withoutUndefined } from './without-undefined.ts';
import type { CityPack } from './pack-types.ts';
import type { Scene, Wall } from './wall-types.ts';

type ScenesFile = CheckedFile<z.output<typeof scenesSchema>>;

/** What scenes may refer to; `panels` is absent where their file has faults of its own. */
type Known = Pick<CityPack, 'views'> & {
  readonly panels: readonly { readonly id: string }[] | undefined;
  /** The scenes are those of the pack that this one extends: of panels that it does not have it shows none. */
  readonly isInherited: boolean;
};

/** Scenes whose views and panels exist, and playlists of scenes that exist. */
export function makeScenes(
  file: ScenesFile | undefined,
  { views, panels, isInherited }: Known,
): { scenes: readonly Scene[]; walls: readonly Wall[] } {
  if (file === undefined) return { scenes: [], walls: [] };
  const { scenes, walls } = file.value;
  const viewIds = new Set([views.main, ...views.insets].map(({ id }) => id));
  const panelIds = panels && new Set([...OWN_PANELS, ...panels.map(({ id }) => id)]);
  unique(file, scenes, ({ id }, i) => ({ id, path: ['scenes', i, 'id'] }));
  unique(file, walls, ({ room }, i) => ({ id: room, path: ['walls', i, 'room'] }));
  scenes.forEach((scene, i) => {
    const path = ['scenes', i];
    if (scene.view !== undefined && scene.camera !== undefined)
      file.fault('schema', [...path, 'camera'], 'has a view already: one of both');
    if (!isInherited && scene.view !== undefined && !viewIds.has(scene.view))
      file.fault('reference', [...path, 'view'], `city.yaml has no view "${scene.view}"`);
    for (const column of ['left', 'middle', 'right'] as const)
      scene[column].forEach((panel, p) => {
        if (!isInherited && panelIds?.has(panel) === false)
          file.fault(
            'reference',
            [...path, column, p],
            `panels.yaml has no panel "${panel}", nor is it one of ${OWN_PANELS.join(', ')}`,
          );
      });
  });
  const sceneIds = new Set(scenes.map(({ id }) => id));
  checkHanging(file, { sceneIds, panelIds: isInherited ? undefined : panelIds });
  walls.forEach(({ playlist }, w) =>
    playlist.forEach((scene, s) => {
      if (!sceneIds.has(scene))
        file.fault('reference', ['walls', w, 'playlist', s], `no scene is named "${scene}"`);
    }),
  );
  const shown = (column: readonly string[]): string[] => column.filter((id) => panelIds?.has(id) ?? true);
  const made = scenes.map((scene) => ({
    ...scene,
    view: viewIds.has(scene.view ?? '') ? scene.view : undefined,
    left: shown(scene.left),
    middle: shown(scene.middle),
    right: shown(scene.right),
  }));
  return {
    scenes: withoutUndefined(made) as readonly Scene[],
    walls: withoutUndefined(walls) as readonly Wall[],
  };
}

/** How the screens of a room hang: sizes that belong together, and panels on screens that are there. */
function checkHanging(
  file: ScenesFile,
  { sceneIds, panelIds }: { sceneIds: ReadonlySet<string>; panelIds: ReadonlySet<string> | undefined },
): void {
  file.value.walls.forEach(({ grid, bezelMm, pitchMm, distanceM, panels = {} }, w) => {
    const path = ['walls', w];
    const screens = grid === undefined ? 0 : grid.columns * grid.rows;
    if (bezelMm !== undefined && (grid === undefined || pitchMm === undefined))
      file.fault(
        'schema',
        [...path, 'bezelMm'],
        'needs grid and pitchMm: a bezel is cut out of a picture in pixels',
      );
    if (distanceM !== undefined && pitchMm === undefined)
      file.fault('schema', [...path, 'distanceM'], 'needs pitchMm: a size on the screen follows from both');
    for (const [scene, byScreen] of Object.entries(panels)) {
      if (!sceneIds.has(scene))
        file.fault('reference', [...path, 'panels', scene], `no scene is named "${scene}"`);
      for (const [screen, ids] of Object.entries(byScreen)) {
        const at = [...path, 'panels', scene, screen];
        if (Number(screen) < 1 || Number(screen) > screens)
          file.fault('reference', at, `the grid has the screens 1 to ${screens}`);
        for (const panel of ids)
          if (panelIds?.has(panel) === false)
            file.fault('reference', at, `panels.yaml has no panel "${panel}"`);
      }
    }
  });
}
