import type { VNode } from "preact";
import { LOW_BITS, type LowBits, lowBitsText, type SideLowBits } from "../../../app/formats/lowBits.js";
import { type PresetName, PRESETS } from "../../../app/presets/presets.js";
import { Check, Choice, NumberField } from "./fields.js";
import { readLabels } from "./labelList.js";
import { ListField } from "./ListField.js";
import { PixelSettings } from "./PixelSettings.js";
import { readChosen } from "./droppedFiles.js";
import { LOW_BITS_LABELS, LOW_BITS_SETTING } from "./pageWords.js";
import { thresholdOf } from "./choices.js";
import { choices, choose, take } from "./session.js";

/** What labels mean, where the page is not to tell by itself. */
export function Settings(): VNode {
  const { preset, numClasses, ignoreIndex, nodata, voidPredictions } = choices.value;
  const { threshold, predictionThreshold } = choices.value;
  const isBinary = choices.value.binary || thresholdOf(choices.value) !== undefined;
  const { binary, rgbIds, channelsFirst, ignorePlacement, classesFile } = choices.value;
  return (
    <details class="settings">
      <summary>What the labels mean</summary>
      <div class="fields">
        <label>
          <span>Data set</span>
          <select
            value={preset}
            disabled={isBinary}
            onChange={(event) => void choose({ preset: event.currentTarget.value as PresetName | "" })}
          >
            <option value="">none of these</option>
            {[...PRESETS.values()].map(({ name, description }) => (
              <option key={name} value={name}>
                {description.split(":")[0]}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          label="Classes"
          hint="told by the masks"
          value={numClasses}
          min={1}
          disabled={isBinary}
          onChange={(value) => choose({ numClasses: value })}
        />
        <ListField
          label="Ignored label"
          hint="none, or 255, or 0,255"
          text={ignoreIndex?.join(",") ?? ""}
          read={readLabels}
          wanted="Whole numbers, as 0,255"
          onChange={(value) => choose({ ignoreIndex: value })}
        />
        <Choice
          label="A file's no data"
          value={nodata}
          options={[
            [undefined, "ignored, unless it is a class"],
            ["ignore", "ignored"],
            ["label", "a label like any other"],
          ]}
          onChange={(value) => choose({ nodata: value })}
        />
        <Choice
          label="Void predictions"
          value={voidPredictions}
          options={[
            [undefined, "an error, unless declared"],
            ["error", "an error"],
            ["miss", "missed: count against their true class"],
          ]}
          onChange={(value) => choose({ voidPredictions: value })}
        />
        <Check
          label="Zero against the rest"
          checked={binary}
          onChange={(checked) => choose({ binary: checked })}
        />
        <NumberField
          label="Threshold"
          hint="none; 127: what is above it"
          value={threshold}
          min={undefined}
          step="any"
          disabled={false}
          onChange={(value) => choose({ threshold: value })}
        />
        <NumberField
          label="Threshold of the prediction"
          hint="the same"
          value={predictionThreshold}
          min={undefined}
          step="any"
          disabled={false}
          onChange={(value) => choose({ predictionThreshold: value })}
        />
        <LowBitsChoice />
        <Check
          label="Colours are ids (R + 256 G + 65536 B)"
          checked={rgbIds}
          onChange={(checked) => choose({ rgbIds: checked })}
        />
        <PixelSettings />
        <Check
          label="Class axis first (scores as N x H x W)"
          checked={channelsFirst}
          onChange={(checked) => choose({ channelsFirst: checked })}
        />
        <Check
          label="Pixels as they lie (wherever files say that they are)"
          checked={ignorePlacement}
          onChange={(checked) => choose({ ignorePlacement: checked })}
        />
        <div>
          <label class="button">
            {classesFile === undefined ? "Choose a classes file" : "Choose another classes file"}
            <input
              type="file"
              accept=".json,.txt,.csv,.tsv,.yaml,.yml,.gpl,.names,application/json,text/plain,text/csv"
              class="visually-hidden"
              onChange={({ currentTarget: input }) => {
                if (input.files !== null) void take(readChosen(input.files));
                input.value = "";
              }}
            />
          </label>
          {classesFile !== undefined && (
            <>
              {" "}
              <span class="muted">{classesFile.name}</span>{" "}
              <button class="plain" onClick={() => void choose({ classesFile: undefined })}>
                Remove
              </button>
            </>
          )}
          <p class="muted small">
            Names, colours, ignored labels, groups: as --classes of the command reads them, maskscore's own or
            another tool's.
          </p>
        </div>
      </div>
    </details>
  );
}

/** As the command's --low-bits. */
function LowBitsChoice(): VNode {
  const { lowBits } = choices.value;
  const texts = Object.entries(LOW_BITS_LABELS);
  return (
    <Choice
      label={LOW_BITS_SETTING}
      value={lowBits === undefined ? undefined : lowBitsText(lowBits)}
      options={[[undefined, "as stored, if that is clear"], ...texts]}
      onChange={(text) => choose({ lowBits: LOW_BITS_CHOICES.find((one) => lowBitsText(one) === text) })}
    />
  );
}

const LOW_BITS_CHOICES: readonly (LowBits | SideLowBits)[] = [
  ...LOW_BITS,
  { groundTruth: "raw", prediction: "scaled" },
  { groundTruth: "scaled", prediction: "raw" },
];
