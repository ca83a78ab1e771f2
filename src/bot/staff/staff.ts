// Who of the staff may do what. Roles live in the database; a command's scope, a button or an open draft proves nothing.

/** An owner may do everything. */
export const roles = ['owner', 'broadcaster', 'support'] as const;
export type Role = (typeof roles)[number];

const duties = {
  'manage-staff': ['owner'],
  broadcast: ['owner', 'broadcaster'],
  'mark-essential': ['owner'],
  support: ['owner', 'support'],
  'see-figures': ['owner', 'broadcaster', 'support'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Duty = keyof typeof duties;

export const may = (role: Role | undefined, duty: Duty): boolean =>
  duties[duty].some((allowed: Role) => allowed === role);

export interface StaffMember {
  readonly userId: number;
  readonly role: Role;
  /** As it was when the person was added; undefined when it was not known. */
  readonly name: string | undefined;
  /** Another moment for every grant: what was begun under an earlier one is over. */
  readonly grantedAt: Date;
}

/** Who is staff at this moment. Asked anew at every action. */
export interface Staff {
  find(userId: number): Promise<StaffMember | undefined>;
  /** The oldest first. */
  list(): Promise<readonly StaffMember[]>;
}

/** Each change is recorded in the audit by the same statement. `because: 'last-owner'`: somebody must be left to manage the others. */
export interface StaffStore extends Staff {
  /** Those who were never staff become owners; who was removed since stays removed. */
  addFirstOwners(userIds: readonly number[]): Promise<void>;
  grant(userId: number, role: Role, by: StaffChange & { readonly name: string | undefined }): Promise<Changed>;
  remove(userId: number, by: StaffChange): Promise<Changed>;
}

export interface StaffChange {
  readonly actor: number;
  /** Of the event that brings the change; the same event again is recorded once. */
  readonly key: string;
}

export type Changed = { readonly value: 'done' } | { readonly because: 'last-owner' | 'nobody' };
