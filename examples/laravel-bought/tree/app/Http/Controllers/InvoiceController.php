<?php

class InvoiceController
{
    public function download(Invoice $invoice)
    {
        Pdf::loadView('invoice', ['invoice' => $invoice])->save(public_path("invoices/{$invoice->number}.pdf"));
    }
}
