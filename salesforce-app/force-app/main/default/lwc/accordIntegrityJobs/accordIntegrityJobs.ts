import {
  changeIntegrityJob,
  getIntegrityCost,
  getIntegrityJobs,
  type IntegrityJob,
  type JobParts,
  makeIntegrityJob,
  problemText,
  removeIntegrityJob,
} from "c/accordApi";
import { LABELS } from "c/accordLabels";
import timeZone from "@salesforce/i18n/timeZone";
import { api, LightningElement, track } from "lwc";
import { dayOf, timesOfDay, wholeNumber } from "./times";

interface JobRow {
  id: string;
  name: string;
  what: string;
  nextAt: string | null;
}

const option = (label: string, value: string) => ({ label, value });

/** The schedule of Sync Integrity: the jobs that there are, and a form for one. */
export default class AccordIntegrityJobs extends LightningElement {
  @api objects: string[] = [];
  @track jobs: IntegrityJob[] = [];
  @track name = "";
  @track scheduleType: JobParts["scheduleType"] = "recurring";
  @track every = "1";
  @track unit: JobParts["unit"] = "days";
  @track day = dayOf(new Date(), timeZone);
  @track time = "02:00";
  @track repair = true;
  @track editing = "";
  @track cost = "";
  @track problem = "";
  @track saving = false;

  labels = LABELS;
  types = [option(LABELS.once, "once"), option(LABELS.recurring, "recurring")];
  units = [
    option(LABELS.hours, "hours"),
    option(LABELS.days, "days"),
    option(LABELS.weeks, "weeks"),
  ];
  times = timesOfDay().map((time) => option(time, time));

  connectedCallback(): void {
    void this.attempt(async () => {
      this.jobs = await getIntegrityJobs();
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.saving = true;
    try {
      await work();
      this.problem = "";
    } catch (problem) {
      this.problem = problemText(problem, LABELS.failed);
    } finally {
      this.saving = false;
    }
  }

  /** What the job would cost is said before it is saved. */
  private async readCost(): Promise<void> {
    const { objects, scheduleType, every, unit, start, timeZone: zone } = this.parts;
    const schedule = { scheduleType, every, unit, start, timeZone: zone };
    try {
      this.cost = (await getIntegrityCost(objects, schedule)).sentence;
    } catch {
      // An hour that is half typed: Save says what is wrong with it.
      this.cost = "";
    }
  }

  private get parts(): JobParts {
    const { name, repair, scheduleType, unit } = this;
    return {
      name,
      objects: this.objects,
      repair,
      scheduleType,
      every: wholeNumber(this.every),
      unit,
      start: `${this.day}T${this.time}`,
      timeZone,
    };
  }

  handleField(event: Event): void {
    const { field } = (event.currentTarget as HTMLElement).dataset;
    const { value } = (event as CustomEvent<{ value: string }>).detail;
    if (field === "name") this.name = value;
    if (field === "every") this.every = value;
    if (field === "day") this.day = value;
    if (field === "time") this.time = value;
    if (field === "unit") this.unit = value as JobParts["unit"];
    if (field === "type") this.scheduleType = value as JobParts["scheduleType"];
    if (field !== "name") void this.readCost();
  }

  handleFormEntered(): void {
    if (this.cost === "") void this.readCost();
  }

  handleRepair(event: CustomEvent<{ checked: boolean }>): void {
    this.repair = event.detail.checked;
  }

  handleSave(): Promise<void> {
    return this.attempt(async () => {
      await (this.editing === ""
        ? makeIntegrityJob(this.parts)
        : changeIntegrityJob(this.editing, this.parts));
      this.jobs = await getIntegrityJobs();
      this.name = "";
      this.editing = "";
    });
  }

  handleEdit(event: Event): void {
    const { job } = (event.currentTarget as HTMLElement).dataset;
    const found = this.jobs.find(({ id }) => id === job);
    if (found === undefined) return;
    const [day = "", time = ""] = found.schedule.start.split("T");
    Object.assign(this, { name: found.name, repair: found.repair, editing: found.id, day, time });
    this.scheduleType = found.schedule.type;
    if (found.schedule.type === "recurring") {
      this.every = String(found.schedule.every);
      this.unit = found.schedule.unit;
    }
    void this.readCost();
  }

  handleRemove(event: Event): Promise<void> {
    const { job = "" } = (event.currentTarget as HTMLElement).dataset;
    return this.attempt(async () => {
      this.jobs = await removeIntegrityJob(job);
      if (this.editing === job) this.editing = "";
    });
  }

  get rows(): JobRow[] {
    return this.jobs.map(({ id, name, when, objects, repair, nextAt }) => ({
      id,
      name,
      nextAt,
      what: [when, objects.join(", "), repair ? LABELS.repairsToo : LABELS.reportsOnly].join(" · "),
    }));
  }

  get isEmpty(): boolean {
    return this.jobs.length === 0;
  }

  get isRecurring(): boolean {
    return this.scheduleType === "recurring";
  }

  get cannotSave(): boolean {
    return this.saving || this.name.trim() === "" || this.objects.length === 0;
  }
}
