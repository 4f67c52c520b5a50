import { wrongValue } from "../errors/argument.js";
import type { SettingDifference } from "../errors/runs.js";
import type { MeasuredImage } from "../measures/measure.js";
import type { Run } from "../run/run.js";
import type { RunState } from "../run/state.js";
import { LengthsOfImages } from "./lengthsOfImages.js";
import { MeasuredScorer, type MergeOptions } from "./measuredScorer.js";

/** A scorer that measures lengths: images in pixels are not mixed with others, however they come in. */
export abstract class LengthScorer<
  Settings extends object,
  Row,
  RowJson extends object,
> extends MeasuredScorer<Settings, Row, RowJson> {
  protected readonly lengths: LengthsOfImages;

  /**
   * @param unit the scorer's, where one was told
   * @param isSpaced whether a row's lengths are by a spacing; undefined of one without any
   */
  protected constructor(
    run: Run<Settings, Row, RowJson>,
    unit: string | null,
    private readonly isSpaced: (row: Row) => boolean | undefined,
  ) {
    super(run);
    this.lengths = new LengthsOfImages(unit);
  }

  override settingDifference(other: this): SettingDifference | undefined {
    return super.settingDifference(other) ?? this.lengths.differenceFrom(other.lengths);
  }

  override addMeasured(images: readonly MeasuredImage<Row>[]): this {
    const told = images.map(({ row }) => this.isSpaced(row));
    this.lengths.require(told);
    super.addMeasured(images);
    this.lengths.note(told);
    return this;
  }

  override merge(other: this, options: MergeOptions = {}): this {
    super.merge(other, options);
    this.lengths.note([other.lengths.isSpaced]);
    return this;
  }

  override reset(): this {
    this.lengths.forget();
    return super.reset();
  }

  /** @throws {RangeError} some of its images tell their spacing, and others do not */
  protected load(state: RunState<Settings, Row>): this {
    const told = state.images.map(({ row }) => this.isSpaced(row));
    if (told.includes(true) && told.includes(false)) {
      throw wrongValue("state.images", "a spacing of all images, or of none", "both");
    }
    this.run.load(state);
    this.lengths.note(told);
    return this;
  }
}
