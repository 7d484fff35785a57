<?php

class PhotoController
{
    public function store(Request $request)
    {
        return $request->file('photo')->store('photos', 'public');
    }
}
