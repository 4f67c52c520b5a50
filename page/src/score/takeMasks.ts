import type { DroppedItem } from "./droppedFiles.js";
import { lookAtLabels } from "./lookAtLabels.js";
import type { SideFiles } from "./pairs.js";
import type { Side } from "./roles.js";
import { asSide, NO_SIDES, type Sides, withModels } from "./sides.js";
import { rolesInside, rolesOf, sharesNames, type ToldRoles } from "./versions.js";

/**
 * What is to be scored, with masks that were dropped: which of them is the truth is told by where they were dropped, else by
 * their names and by what they hold.
 *
 * @param side where they were dropped; undefined: anywhere on the page
 * @returns files beside folders that were told apart, too: among them may be one that says what labels mean
 */
export async function withMasks(
  sides: Sides,
  items: readonly DroppedItem[],
  side: Side | undefined,
): Promise<{ readonly sides: Sides; readonly loose: readonly DroppedItem[] }> {
  const { groundTruth } = sides;
  const truth = side === "groundTruth" ? undefined : groundTruth;
  const told = await tellRoles(items, truth, side);
  if (told !== undefined) return { sides: withRoles(sides, told), loose: told.loose };
  const isTruth = side === "groundTruth" || (side === undefined && groundTruth === undefined);
  return {
    sides: isTruth
      ? { ...sides, groundTruth: asSide(items), told: undefined }
      : withModels(sides, [asSide(items)]),
    loose: [],
  };
}

type Told = ToldRoles & { readonly loose: readonly DroppedItem[] };

async function tellRoles(
  items: readonly DroppedItem[],
  truth: SideFiles | undefined,
  side: Side | undefined,
): Promise<Told | undefined> {
  const [only, ...more] = items;
  if (only === undefined) return undefined;
  if (more.length === 0) {
    // What was dropped on the truth is the truth, whatever is in it.
    if (!only.isFolder || side === "groundTruth" || (side === "prediction" && truth === undefined)) {
      return undefined;
    }
    const inside = await rolesInside(only, truth, lookAtLabels);
    if (inside === undefined || (side === "prediction" && inside.groundTruth !== undefined)) return undefined;
    const loose = inside.loose.map(({ path, file }) => ({
      name: path,
      isFolder: false,
      files: [{ path, file }],
    }));
    return { ...inside, loose };
  }
  if (side === "groundTruth") return undefined;
  if (side === "prediction") {
    // Folders whose masks have the same names are models; others, as one folder a city, are parts of one.
    const areModels = items.every((item) => item.isFolder) && more.every((item) => sharesNames(only, item));
    return areModels
      ? { groundTruth: undefined, models: items, leftOut: [], because: "", loose: [] }
      : undefined;
  }
  const roles = await rolesOf(items, truth, lookAtLabels);
  return roles && { ...roles, loose: [] };
}

function withRoles(sides: Sides, { groundTruth, models, leftOut, because }: Told): Sides {
  const told = because === "" ? undefined : because;
  const asSidesEach = (items: readonly DroppedItem[]): SideFiles[] => items.map((item) => asSide([item]));
  const base: Sides = groundTruth === undefined ? sides : { ...NO_SIDES, groundTruth: asSide([groundTruth]) };
  return {
    ...withModels(base, asSidesEach(models), told),
    leftOut: [...base.leftOut, ...asSidesEach(leftOut)],
  };
}
