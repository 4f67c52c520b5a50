import type { VNode } from "preact";
import type { SideFiles } from "./pairs.js";
import { chooseRole, nameModel, sides } from "./session.js";
import type { Role } from "./sides.js";

/** What was dropped is what: told by the page, and changed by one click. Of one truth and one model the two fields tell it. */
export function Roles(): VNode | null {
  const { groundTruth, predictions, leftOut, told } = sides.value;
  const isPlain = predictions.length < 2 && leftOut.length === 0;
  if (isPlain) return told === undefined ? null : <Told told={told} />;
  const rows: readonly (readonly [SideFiles, Role])[] = [
    ...(groundTruth === undefined ? [] : [[groundTruth, "groundTruth"] as const]),
    ...predictions.map((side) => [side, "model"] as const),
    ...leftOut.map((side) => [side, "leftOut"] as const),
  ];
  return (
    <section class="roles" aria-labelledby="roles-title">
      <h2 id="roles-title">What is what</h2>
      {told !== undefined && <Told told={told} />}
      <ul>
        {rows.map(([side, role], i) => (
          <RoleRow key={`${side.name} ${i}`} side={side} role={role} id={`role-${i}`} />
        ))}
      </ul>
    </section>
  );
}

function Told({ told }: { readonly told: string }): VNode {
  return <p class="told">{`${told}.`}</p>;
}

const ROLES: readonly (readonly [Role, string])[] = [
  ["groundTruth", "Ground truth"],
  ["model", "Model"],
  ["leftOut", "Left out"],
];

interface RoleRowProps {
  readonly side: SideFiles;
  readonly role: Role;
  readonly id: string;
}

function RoleRow({ side, role, id }: RoleRowProps): VNode {
  const { name, model = name, files } = side;
  return (
    <li class={role}>
      {role === "model" ? (
        <input
          type="text"
          value={model}
          aria-label={`Name of the model in ${name}`}
          spellcheck={false}
          onChange={(event) => void nameModel(side, event.currentTarget.value)}
        />
      ) : (
        <strong>{name}</strong>
      )}
      <span class="muted small">
        {model !== name && `${name}, `}
        {files.length === 1 ? "one file" : `${files.length} files`}
      </span>
      <span class="choice" role="group" aria-label={`${name} is`}>
        {ROLES.map(([one, label]) => (
          <button
            key={one}
            id={`${id}-${one}`}
            aria-pressed={one === role}
            onClick={() => {
              if (one !== role) void chooseRole(side, one);
            }}
          >
            {label}
          </button>
        ))}
      </span>
    </li>
  );
}
