import type { CompanyDescription } from "@accord-sync/core/ports/remote.ts";
import { type Result, succeed } from "@accord-sync/core/records/result.ts";
import type { CompanyApi } from "./api/company-api.ts";
import { objectOf, textOf } from "@accord-sync/core/json/lossless-json.ts";
import { selectRows } from "./query/select-rows.ts";

/** The company's name, and the active income accounts that new items can be booked to. Two reads. */
export async function describeCompany(api: CompanyApi): Promise<Result<CompanyDescription>> {
  const company = await api.get(`companyinfo/${encodeURIComponent(api.realmId)}`);
  if (!company.ok) return company;
  const accounts = await selectRows(api, {
    type: "Account",
    where: ["AccountType = 'Income'", "Active = true"],
  });
  if (!accounts.ok) return accounts;
  return succeed({
    name: textOf(objectOf(company.value, "CompanyInfo"), "CompanyName") ?? api.realmId,
    incomeAccounts: accounts.value.flatMap((account) => {
      const id = textOf(account, "Id");
      const name = textOf(account, "FullyQualifiedName") ?? textOf(account, "Name");
      return id === null || name === null ? [] : [{ id, name }];
    }),
  });
}
