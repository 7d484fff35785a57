<?php

class TicketCode
{
    public function write(Ticket $ticket): void
    {
        File::ensureDirectoryExists(public_path('qrcodes'));
        QrCode::format('png')->generate($ticket->code, public_path('qrcodes/' . $ticket->id . '.png'));
    }
}
