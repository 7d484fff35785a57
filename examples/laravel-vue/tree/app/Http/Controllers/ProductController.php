<?php

class ProductController
{
    public function store(Request $request)
    {
        $name = time() . '.' . $request->image->extension();
        $request->image->move(public_path('images/products'), $name);
    }
}
