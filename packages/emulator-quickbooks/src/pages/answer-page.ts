import type { Company } from "../company.ts";
import {
  bodyText,
  parseUrl,
  type EmulatorAnswer,
  type EmulatorRequest,
} from "../emulator-request.ts";
import {
  createCustomer,
  customerDetail,
  customerList,
  newCustomer,
  saveCustomer,
} from "./customer-pages.ts";
import { homePage } from "./home-page.ts";
import { html } from "./html.ts";
import { invoiceDetail, invoiceList } from "./invoice-pages.ts";
import { createItem, itemDetail, itemList, newItem, saveItem } from "./item-pages.ts";
import { page, seeOther } from "./layout.ts";
import { notFound } from "./parts.ts";
import { isSameOrigin } from "./same-origin.ts";
import type { Typed } from "./save-record.ts";

/** The pages on which a person sees and edits the company by hand. */
export function answerPage(
  request: EmulatorRequest,
  company: Company,
  now: number,
): EmulatorAnswer {
  const { path, query } = parseUrl(request.url);
  const typed: Typed = Object.fromEntries(new URLSearchParams(bodyText(request) ?? ""));
  if (request.method === "POST" && !isSameOrigin(request)) {
    return page(
      "Refused",
      "home",
      html`<div class="card"><p>This form was sent from another site.</p></div>`,
      403,
    );
  }
  const id = query.get("nameId") ?? query.get("itemId") ?? query.get("txnId") ?? "";
  switch (`${request.method} ${path}`) {
    case "GET /":
    case "GET /app":
      return seeOther("/app/homepage");
    case "GET /app/homepage":
      return homePage(company);
    case "GET /app/customers":
      return customerList(company, query.get("search") ?? "");
    case "GET /app/customers/new":
      return newCustomer();
    case "POST /app/customers/new":
      return createCustomer(typed, company, now);
    case "GET /app/customerdetail":
      return customerDetail(company, id);
    case "POST /app/customerdetail":
      return saveCustomer(company, id, typed, now);
    case "GET /app/items":
      return itemList(company, query.get("search") ?? "");
    case "GET /app/items/new":
      return newItem(company);
    case "POST /app/items/new":
      return createItem(company, typed, now);
    case "GET /app/item":
      return itemDetail(company, id);
    case "POST /app/item":
      return saveItem(company, id, typed, now);
    case "GET /app/invoices":
      return invoiceList(company);
    case "GET /app/invoice":
      return invoiceDetail(company, id);
    default:
      return notFound("home", "There is no such page.");
  }
}
